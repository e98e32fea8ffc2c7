//! Accounts and applicants to play with: nobody's real name, address or number.

use std::collections::BTreeMap;

use super::account::Account;
use super::applicant::{Applicant, Cell};
use super::board::{BOARDS, Board};

/// What each board's applicants apply for, in the order of the boards.
const POSITIONS: [&str; 17] = [
    "Rustエンジニア",
    "法人営業",
    "経理スタッフ",
    "人事担当",
    "カスタマーサポート",
    "サーバーサイドエンジニア",
    "プロダクトマネージャー",
    "店舗スタッフ",
    "バックエンドエンジニア",
    "フロントエンドエンジニア",
    "看護師",
    "介護職員",
    "インターンシップ",
    "総合職",
    "企画職",
    "ホールスタッフ",
    "新卒総合職",
];

const FAMILIES: [(&str, &str); 17] = [
    ("青山", "あおやま"),
    ("石田", "いしだ"),
    ("上野", "うえの"),
    ("江口", "えぐち"),
    ("岡本", "おかもと"),
    ("川村", "かわむら"),
    ("菊地", "きくち"),
    ("黒田", "くろだ"),
    ("小山", "こやま"),
    ("佐野", "さの"),
    ("清水", "しみず"),
    ("髙橋", "たかはし"),
    ("千葉", "ちば"),
    ("内藤", "ないとう"),
    ("西川", "にしかわ"),
    ("原田", "はらだ"),
    ("福田", "ふくだ"),
];

const GIVENS: [(&str, &str); 6] = [
    ("葵", "あおい"),
    ("健太", "けんた"),
    ("美咲", "みさき"),
    ("大輔", "だいすけ"),
    ("結衣", "ゆい"),
    ("直樹", "なおき"),
];

/// An account at each board.
pub fn accounts() -> Vec<Account> {
    BOARDS.iter().map(Account::demo).collect()
}

/// Two applicants at each board, the second of them by a scout's message where the board can tell,
/// and at Green somebody who has applied at Wantedly too. They all applied an hour ago, whenever
/// that is.
pub fn applicants() -> Vec<Applicant> {
    let two = |(index, board): (usize, &'static Board)| {
        let first = 2 * index;
        let mut applicants =
            vec![applicant(board, index, first), applicant(board, index, first + 1)];
        if board.id == "green" {
            applicants.push(Applicant { id: "A1999".to_owned(), ..applicant(board, index, 0) });
        }
        applicants
    };
    BOARDS.iter().enumerate().flat_map(two).collect()
}

/// The application of the person of this number for the position of the board of that index.
fn applicant(board: &Board, index: usize, number: usize) -> Applicant {
    let is_scout = number % 2 == 1;
    let about_person =
        board.person.iter().filter_map(|header| Some((*header, about(board, number, header)?)));
    let mut fields: BTreeMap<String, Cell> =
        about_person.map(|(header, value)| (header.to_owned(), Cell::One(value))).collect();
    fields.insert(board.position.to_owned(), Cell::One(POSITIONS[index].to_owned()));
    if let Some((header, cell)) = mark(board.id, is_scout) {
        fields.insert(header.to_owned(), cell);
    }
    let login = Account::demo(board).login;
    let id = board.number.map(|_| format!("A{}", 1_000 + number)).unwrap_or_default();
    let applied_note = if board.id == "paiza" && is_scout { "スカウト" } else { "" }.to_owned();
    Applicant { medium: board.id.to_owned(), login, id, applied_at: None, applied_note, fields }
}

/// What a board tells under a header about the person of this number.
fn about(board: &Board, number: usize, header: &str) -> Option<String> {
    let family = FAMILIES[number / 2 % FAMILIES.len()];
    let given = GIVENS[number % GIVENS.len()];
    let phone = format!("090-0000-{:04}", number + 1);
    Some(match header {
        "氏名" => format!("{} {}", family.0, given.0),
        "氏名かな" => format!("{} {}", family.1, given.1),
        "姓漢字" => family.0.to_owned(),
        "名漢字" => given.0.to_owned(),
        "姓カナ" => katakana(family.1),
        "名カナ" => katakana(given.1),
        "メールアドレス" => format!("applicant{:02}@mail.example", number + 1),
        "電話番号" if board.loses_zeros => phone.replace('-', ""),
        "電話番号" | "電話番号1" => phone,
        "生年月日" => format!("{}/{:02}/15", 1980 + number % 20, 1 + number % 12),
        "郵便番号" => format!("000-{:04}", number + 1),
        "住所" => format!("東京都見本区見本町{}-{}", 1 + number / 10, 1 + number % 10),
        _ => return None,
    })
}

/// Where a board tells how somebody came to apply, and what it says there.
fn mark(id: &str, is_scout: bool) -> Option<(&'static str, Cell)> {
    let one = |header, scout: &str, normal: &str| {
        (header, Cell::One(if is_scout { scout } else { normal }.to_owned()))
    };
    let tags = |scout: &str| {
        let tags = ["新着", scout].into_iter().take(if is_scout { 2 } else { 1 });
        ("タグ", Cell::Several(tags.map(str::to_owned).collect()))
    };
    Some(match id {
        "wantedly" => tags("スカウト"),
        "mynavi_tenshoku" => one("スカウト種別", "プレミアムスカウト", ""),
        "en_tenshoku" => one("応募区分", "スカウト応募", "通常応募"),
        "green" => one("ステータス", "スカウト返信", "応募"),
        "ambi" => one("エントリー経路", "1", "2"),
        "forkwell" => one("詳細", "いいね！からの応募", "求人からの応募"),
        "job_medley" => tags("スカウト返信"),
        "kaigo_job" => tags("スカウト"),
        _ => return None,
    })
}

/// Hiragana as katakana, which lie 96 further on.
fn katakana(hiragana: &str) -> String {
    let letter = |letter: char| match letter {
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 96).unwrap_or(letter),
        other => other,
    };
    hiragana.chars().map(letter).collect()
}
