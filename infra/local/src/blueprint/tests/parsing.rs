//! Small templates: what is understood, and what is refused with its place.

use crate::blueprint::{Blueprint, BlueprintError, Reference, Value};

const TABLE: &str = "
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: []
      KeySchema:
        - { AttributeName: pk, KeyType: HASH }
        - { AttributeName: sk, KeyType: RANGE }
";

/// A role of one function that may do this on that, both as YAML.
fn role(action: &str, on: &str) -> String {
    format!(
        "
  HelloRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement: [{{ Effect: Allow, Action: {action}, Resource: {on} }}]
"
    )
}

/// A template with one function whose variable `X` is this.
fn with_variable(value: &str) -> String {
    with(value, &role("dynamodb:Query", "!GetAtt Table.Arn"))
}

fn with(value: &str, role: &str) -> String {
    format!(
        "
Parameters:
  Place: {{ Type: String, Default: '' }}
  Count: {{ Type: Number, Default: 7 }}
  Open: {{ Type: String }}
Conditions:
  HasPlace: !Not [!Equals [!Ref Place, '']]
Resources:{TABLE}{role}
  Hello:
    Type: AWS::Serverless::Function
    Metadata: {{ BuildMethod: rust-cargolambda, BuildProperties: {{ Binary: hello }} }}
    Properties:
      CodeUri: ../functions/hello
      Role: !GetAtt HelloRole.Arn
      Environment: {{ Variables: {{ X: {value} }} }}
"
    )
}

fn variable(value: &str, resolve: &dyn Fn(&Reference) -> Option<String>) -> Option<String> {
    let blueprint = Blueprint::parse(&with_variable(value)).unwrap();
    blueprint.functions[0].environment(resolve).unwrap().remove("X")
}

fn nothing(_: &Reference) -> Option<String> {
    None
}

fn refusal(template: &str) -> String {
    Blueprint::parse(template).unwrap_err().to_string()
}

#[test]
fn plain_values_are_texts() {
    assert_eq!(variable("hello", &nothing).as_deref(), Some("hello"));
    assert_eq!(variable("60", &nothing).as_deref(), Some("60"));
    assert_eq!(variable("true", &nothing).as_deref(), Some("true"));
}

#[test]
fn parameters_have_their_defaults_unless_given() {
    assert_eq!(variable("!Ref Count", &nothing).as_deref(), Some("7"));
    assert_eq!(variable("!Ref Count", &|_| Some("9".to_owned())).as_deref(), Some("9"));
}

#[test]
fn conditions_follow_the_given_parameters() {
    let choice = "!If [HasPlace, !Sub 'at ${Place}', !Ref AWS::NoValue]";
    assert_eq!(variable(choice, &nothing), None);
    assert_eq!(variable(choice, &|_| Some("home".to_owned())).as_deref(), Some("at home"));
}

#[test]
fn substitutions_join_texts_and_references() {
    let resolve = |reference: &Reference| match reference {
        Reference::Att(name, attribute) => Some(format!("<{name}.{attribute}>")),
        Reference::Ref(name) => Some(format!("<{name}>")),
    };
    let text = variable("!Sub 'a${Table.Arn}/b/${AWS::Region}${!Literal}'", &resolve);
    assert_eq!(text.as_deref(), Some("a<Table.Arn>/b/<AWS::Region>${Literal}"));
}

#[test]
fn long_forms_mean_the_same() {
    let value = |text: &str| {
        let blueprint = Blueprint::parse(&with_variable(text)).unwrap();
        blueprint.functions[0].environment["X"].clone()
    };
    let arn = Value::GetAtt("Table".to_owned(), "Arn".to_owned());
    for form in ["!GetAtt Table.Arn", "{ Fn::GetAtt: [Table, Arn] }", "!GetAtt [Table, Arn]"] {
        assert_eq!(value(form), arn, "{form}");
    }
    assert_eq!(value("{ Ref: Table }"), Value::Ref("Table".to_owned()));
    assert_eq!(value("!Ref Table").references(), [Reference::Ref("Table".to_owned())]);
}

#[test]
fn a_reference_without_a_value_is_named() {
    let blueprint = Blueprint::parse(&with_variable("!Ref Open")).unwrap();
    let refused = blueprint.functions[0].environment(&nothing);
    assert!(matches!(refused, Err(BlueprintError::Unresolved { reference: Reference::Ref(name) })
        if name == "Open"));
}

#[test]
fn what_is_not_declared_is_refused_with_its_place() {
    let place = "Resources.Hello.Properties.Environment.Variables.X";
    let refused = refusal(&with_variable("!Ref Nobody"));
    assert_eq!(refused, format!("{place}.!Ref: the template declares no `Nobody`"));
    let refused = refusal(&with_variable("!If [Never, a, b]"));
    assert_eq!(refused, format!("{place}.!If.0: the template declares no `Never`"));
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    for (template, expected) in [
        (with_variable("!ImportValue x"), "the function `ImportValue` is not supported"),
        (with_variable("!Sub ['${a}', { a: b }]"), "a `!Sub` with its own variables"),
        (with_variable("[a, b]"), "must be a plain text"),
        (format!("Resources:{TABLE}  X: {{ Type: AWS::SNS::Topic }}"), "type `AWS::SNS::Topic`"),
        (
            format!(
                "Resources:{TABLE}  Q: {{ Type: AWS::SQS::Queue, Properties: {{ FifoQueue: true }} }}"
            ),
            "Resources.Q.Properties: `FifoQueue` is not supported",
        ),
        ("Resources: {}".to_owned(), "exactly one table"),
        ("{}".to_owned(), "`Resources` is missing"),
    ] {
        let refused = refusal(&template);
        assert!(refused.contains(expected), "{refused}");
    }
}

#[test]
fn names_follow_from_the_logical_id_where_none_is_given() {
    let queues = format!(
        "Resources:{TABLE}  WorkQueue: {{ Type: AWS::SQS::Queue, Properties: {{}} }}
  Other:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '${{AWS::StackName}}-own'
      RedrivePolicy: {{ deadLetterTargetArn: !GetAtt WorkQueue.Arn, maxReceiveCount: 3 }}
"
    );
    let blueprint = Blueprint::parse(&queues).unwrap();
    let work = blueprint.queue("WorkQueue").unwrap();
    assert_eq!((work.name().as_str(), work.visibility_s), ("convoke-work-queue", 30));
    let other = blueprint.queue("Other").unwrap();
    assert_eq!((other.name().as_str(), work.name.as_ref()), ("convoke-own", None));
    assert_eq!(other.dead_letter, Some(("WorkQueue".to_owned(), 3)));
    assert_eq!(blueprint.table.name, "convoke-table");
    assert_eq!(blueprint.default_of("Nothing"), None);
}

/// What the only function may do.
fn grants(action: &str, on: &str) -> Vec<(String, String)> {
    let blueprint = Blueprint::parse(&with("x", &role(action, on))).unwrap();
    blueprint.functions[0].grants.iter().map(|it| (it.action.clone(), it.on.clone())).collect()
}

#[test]
fn grants_name_what_they_are_about() {
    let pair = |action: &str, on: &str| (action.to_owned(), on.to_owned());
    assert_eq!(grants("dynamodb:Query", "!GetAtt Table.Arn"), [pair("dynamodb:Query", "Table")]);
    assert_eq!(
        grants("[a:B, a:C]", "[!GetAtt Table.Arn, !Sub '${Table.Arn}/index/gsi1']"),
        [
            pair("a:B", "Table"),
            pair("a:B", "Table/index/gsi1"),
            pair("a:C", "Table"),
            pair("a:C", "Table/index/gsi1")
        ]
    );
    let own = "!Sub ['arn:${AWS::Region}:${P}', { P: !Select [1, !Split ['@', !Ref Place]] }]";
    assert_eq!(grants("ses:SendEmail", &format!("[{own}]")), [pair("ses:SendEmail", "Place")]);
}

#[test]
fn wildcards_and_what_is_about_nothing_are_refused() {
    for (action, on, expected) in [
        ("'dynamodb:*'", "!GetAtt Table.Arn", "a wildcard"),
        ("a:B", "'*'", "exactly one resource"),
        ("a:B", "!Sub '${Table.Arn}/*'", "no wildcard"),
        ("a:B", "!Sub 'arn:aws:s3:::${AWS::StackName}'", "exactly one resource"),
    ] {
        let refused = refusal(&with("x", &role(action, on)));
        assert!(refused.contains(expected), "{refused}");
    }
    let denies = role("a:B", "!GetAtt Table.Arn").replace("Effect: Allow", "Effect: Deny");
    assert!(refusal(&with("x", &denies)).contains("`Deny`"));
}
