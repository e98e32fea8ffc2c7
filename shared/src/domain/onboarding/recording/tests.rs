//! Who may see recordings, and what files are called.

use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use jiff::civil::date;

use super::*;
use crate::domain::settings::{Employment, Person, Tenant};

/// Everybody that there is: five of the company, two from outside.
const ALL: [&str; 7] = [
    "a@co.example",
    "b@co.example",
    "c@co.example",
    "d@co.example",
    "e@co.example",
    "x@out.example",
    "y@out.example",
];

fn config(company: RecordingAudience, inside: &[&str], left: &[&str]) -> TenantConfig {
    let mut tenant = Tenant::default();
    tenant.privacy.recordings = company;
    let person = |email: &str| {
        let gone = left.contains(&email);
        let employment = if gone { Employment::Left } else { Employment::Active };
        // As people write it; it is folded where it is compared.
        Person { emails: vec![email.to_uppercase()], employment, ..Person::default() }
    };
    let people = inside.iter().map(|email| ((*email).to_owned(), person(email)));
    let empty = TenantConfig::empty("t", Timestamp::UNIX_EPOCH);
    TenantConfig { tenant, people: people.collect(), ..empty }
}

fn file(privacy: Option<RecordingAudience>, sets: [&BTreeSet<&str>; 3]) -> FileRecord {
    let body = serde_json::json!({
        "id": "f", "tenant": "t",
        "session": {"tenant": "t", "source": "planner", "external_id": "e:s"},
        "scenario": "s", "step": "s", "kind": "recording", "state": "stored", "name": "n",
        "mime": "video/mp4", "participants": sets[0], "organisers": sets[1],
        "successors": sets[2], "privacy": privacy, "held_at": "2027-03-01T08:00:00Z",
        "known_at": "2027-03-01T09:00:00Z",
    });
    serde_json::from_value(body).unwrap()
}

fn audiences() -> impl Strategy<Value = RecordingAudience> {
    select(vec![
        RecordingAudience::Participants,
        RecordingAudience::OrganisersOnly,
        RecordingAudience::None,
    ])
}

fn some() -> impl Strategy<Value = BTreeSet<&'static str>> {
    btree_set(select(ALL.to_vec()), 0..6)
}

/// How narrow a setting is.
const fn width(audience: RecordingAudience) -> u8 {
    match audience {
        RecordingAudience::None => 0,
        RecordingAudience::OrganisersOnly => 1,
        RecordingAudience::Participants => 2,
    }
}

proptest! {
    /// B11, B12, B44: nobody sees a recording who neither took part nor organised nor comes after, nobody from
    /// outside unless the company says so, nobody who was erased; and of two settings the narrower holds.
    #[test]
    fn nobody_sees_what_is_not_theirs(
        company in audiences(), own in proptest::option::of(audiences()),
        participants in some(), organisers in some(), successors in some(),
        inside in subsequence(ALL[..5].to_vec(), 0..=5), left in subsequence(ALL[..5].to_vec(), 0..=2),
        share_outside in any::<bool>(), erased in subsequence(ALL.to_vec(), 0..=2),
    ) {
        let file = file(own, [&participants, &organisers, &successors]);
        let config = config(company, &inside, &left);
        let seen = audience(&file, &config, share_outside, |email| erased.contains(&email));
        let narrower = own.map_or(width(company), |own| width(own).min(width(company)));
        let may = |email: &str| {
            let by_setting = match narrower {
                0 => false,
                1 => organisers.contains(email),
                _ => participants.contains(email) || successors.contains(email),
            };
            let is_inside = inside.contains(&email) && !left.contains(&email);
            by_setting && (is_inside || share_outside) && !erased.contains(&email)
        };
        let expected: BTreeSet<_> =
            ALL.iter().filter(|email| may(email)).map(|email| (*email).to_owned()).collect();
        prop_assert_eq!(seen, expected);
    }

    /// B10, B31: a file keeps its id whichever message tells of it; files of one occasion are told apart.
    #[test]
    fn a_file_has_one_id(
        tenant in "[a-z]{1,4}", provider in "[a-z]{1,4}", instance in "[a-z=/]{1,6}",
        one in "[a-z0-9]{1,6}", other in "[a-z0-9]{1,6}",
    ) {
        let id = |kind, file: &str| file_id(&tenant, &provider, &instance, kind, file);
        prop_assert_eq!(id(FileKind::Recording, &one), id(FileKind::Recording, &one));
        prop_assert_eq!(one == other, id(FileKind::Recording, &one) == id(FileKind::Recording, &other));
        prop_assert_eq!(one == other, id(FileKind::Transcript, &one) == id(FileKind::Transcript, &other));
        prop_assert_ne!(id(FileKind::Transcript, &one), id(FileKind::Recording, &one));
        let elsewhere = file_id(&tenant, &provider, &format!("{instance}2"), FileKind::Transcript, &one);
        prop_assert_ne!(id(FileKind::Transcript, &one), elsewhere);
        let theirs = file_id(&format!("{tenant}2"), &provider, &instance, FileKind::Recording, &one);
        prop_assert_ne!(id(FileKind::Recording, &one), theirs);
    }

    /// B10: whatever people call things, a file's name is one that every folder takes, and says its date.
    #[test]
    fn a_files_name_is_plain(title in ".{0,200}", scenario in ".{0,100}", ending in ".{0,20}") {
        let held = date(2027, 3, 1);
        let name = file_name(held, &title, &scenario, "f1", &ending);
        prop_assert!(name.starts_with("2027-03-01 "), "{name}");
        let bad = |c: char| c.is_control() || "/\\:*?\"<>|\u{202e}\u{2066}".contains(c);
        prop_assert!(!name.contains(bad), "{name:?}");
        prop_assert!(name.chars().count() <= 200, "{name}");
        prop_assert_ne!(name, file_name(held, &title, &scenario, "f2", &ending));
    }
}

/// B10: date, scenario and stage stand in the name.
#[test]
fn a_files_name_says_what_it_is() {
    let held = date(2027, 3, 1);
    let name = file_name(held, "Q&A: team/product", "First  month", "f", "MP4");
    let short = &digest(&["file", "f"])[..8];
    assert_eq!(name, format!("2027-03-01 First month – Q&A team product ({short}).mp4"));
}

/// B12: nobody is let in whom neither list has, and the file knows whom it names.
#[test]
fn a_file_names_its_people() {
    let [one, two, three] =
        ["a@co.example", "b@co.example", "c@co.example"].map(|it| BTreeSet::from([it]));
    let file = file(None, [&one, &two, &three]);
    for email in ["a@co.example", "b@co.example", "c@co.example"] {
        assert!(file.names(email), "{email}");
    }
    assert!(!file.names("d@co.example"));
}
