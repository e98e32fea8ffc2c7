//! The resources of a template, and which of them are played here.

use super::error::BlueprintError;
use super::node::Node;

pub(super) const FUNCTION: &str = "AWS::Serverless::Function";
pub(super) const QUEUE: &str = "AWS::SQS::Queue";
pub(super) const MAPPING: &str = "AWS::Lambda::EventSourceMapping";
pub(super) const TABLE: &str = "AWS::DynamoDB::Table";
pub(super) const SECRET: &str = "AWS::SecretsManager::Secret";
pub(super) const ROLE: &str = "AWS::IAM::Role";
pub(super) const API: &str = "AWS::ApiGatewayV2::Api";
pub(super) const ROUTE: &str = "AWS::ApiGatewayV2::Route";
pub(super) const INTEGRATION: &str = "AWS::ApiGatewayV2::Integration";

const PLAYED: [&str; 9] = [FUNCTION, QUEUE, MAPPING, TABLE, SECRET, ROLE, API, ROUTE, INTEGRATION];

/// What changes nothing of how the functions behave.
const PASSED_OVER: [&str; 6] = [
    "AWS::ApiGatewayV2::Stage",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::IAM::ManagedPolicy",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
];

/// One resource.
#[derive(Clone, Debug)]
pub(super) struct Resource<'a> {
    pub(super) id: String,
    pub(super) node: Node<'a>,
    pub(super) properties: Node<'a>,
    kind: String,
}

/// All resources that are played here.
#[derive(Debug)]
pub(super) struct Resources<'a>(Vec<Resource<'a>>);

impl<'a> Resources<'a> {
    pub(super) fn read(root: &Node<'a>) -> Result<Self, BlueprintError> {
        let mut played = Vec::new();
        for (id, node) in root.need("Resources")?.entries()? {
            let kind = node.need("Type")?.text()?;
            if PASSED_OVER.contains(&kind.as_str()) {
                continue;
            }
            if !PLAYED.contains(&kind.as_str()) {
                return Err(node.unsupported(&format!("the type `{kind}`")));
            }
            node.only(&[
                "Type",
                "Properties",
                "Metadata",
                "DeletionPolicy",
                "UpdateReplacePolicy",
            ])?;
            let properties = node.need("Properties")?;
            played.push(Resource { id, node, properties, kind });
        }
        Ok(Self(played))
    }

    /// Those of one type, in the template's order.
    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = &Resource<'a>> {
        self.0.iter().filter(move |resource| resource.kind == kind)
    }

    /// The one of this type with this logical id. `node` is where it is referred to.
    pub(super) fn get(
        &self,
        kind: &str,
        id: &str,
        node: &Node<'_>,
    ) -> Result<&Resource<'a>, BlueprintError> {
        let found = self.of(kind).find(|resource| resource.id == id);
        found.ok_or_else(|| node.wrong(&format!("a reference to an {kind}")))
    }
}
