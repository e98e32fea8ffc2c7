//! Normal forms: what is the same, what stays apart, and that a form has itself as its form.

use proptest::prelude::*;

use super::*;

#[test]
fn texts_lose_width_and_blank_ends() {
    for (given, expected) in [
        ("　１ ", "1"),
        ("ｽｶｳﾄ", "スカウト"),
        ("\u{feff}いいね！\u{200b}", "いいね!"),
        ("営業　（東京）", "営業 (東京)"),
        ("　", ""),
    ] {
        assert_eq!(text(given), expected, "{given:?}");
    }
}

#[test]
fn addresses_are_compared_in_small_letters_and_whether_they_can_be_written_to_is_another_matter() {
    assert_eq!(email(" Taro@Mail.Example "), Some("taro@mail.example".to_owned()));
    assert_eq!(email("ｔａｒｏ＠mail.example"), Some("taro@mail.example".to_owned()));
    for none in ["", "-", "taro", "@", "taro@", "a b@mail.example", "a@b@mail.example"] {
        assert_eq!(email(none), None, "{none:?}");
    }
    for kept in ["foo.@docomo.example", "a..b@docomo.example", ".a@docomo.example"] {
        assert_eq!(email(kept), Some(kept.to_owned()));
        assert!(!is_valid_email(kept), "{kept}");
    }
    for valid in ["a+b@mail.example", "a.b-c_d@x-y.example", "o'neil@mail.example"] {
        assert!(is_valid_email(valid), "{valid}");
    }
    for invalid in
        ["a@localhost", "a@-x.example", "a@x..example", "太郎@mail.example", "a@x.example."]
    {
        assert!(!is_valid_email(invalid), "{invalid}");
    }
}

#[test]
fn a_boards_made_up_addresses_are_known() {
    for relay in ["taro_x7@indeedemail.com", "a@m.IndeedEmail.com", "z@privaterelay.appleid.com"] {
        assert!(is_relay(relay), "{relay}");
    }
    for own in ["taro@notindeedemail.com", "taro@mail.example", "indeedemail.com"] {
        assert!(!is_relay(own), "{own}");
    }
}

#[test]
fn one_number_written_in_many_ways_is_one_number() {
    for given in [
        "09012345678",
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "090ー1234ー5678",
        "090‐1234−5678",
        "(090) 1234 5678",
        "9012345678",
        "+81 90-1234-5678",
        "+81 (0)90-1234-5678",
        "0081-90-1234-5678",
        "819012345678",
    ] {
        assert_eq!(phone(given).as_deref(), Some("+819012345678"), "{given}");
    }
    for given in ["03-1234-5678", "312345678", "+81-3-1234-5678", "81312345678"] {
        assert_eq!(phone(given).as_deref(), Some("+81312345678"), "{given}");
    }
    assert_eq!(phone("050-3123-4567").as_deref(), Some("+815031234567"));
    assert_eq!(phone("+358 40 123 4567").as_deref(), Some("+358401234567"));
}

#[test]
fn numbers_that_say_nothing_about_a_person_are_none() {
    for given in [
        "",
        "-",
        "なし",
        "0120-123-456",
        "120123456",
        "0800-123-4567",
        "0570-012-345",
        "000-0000-0000",
        "1111111111",
        "090-0000-0000",
        "110",
        "090-1234-567",
        "090-1234-56789",
        "090-1234-5678 / 03-1234-5678",
        "03-1234-5678 内線12",
        "+12",
    ] {
        assert_eq!(phone(given), None, "{given}");
    }
}

#[test]
fn a_name_written_in_many_ways_is_one_name() {
    for (one, other) in [
        ("髙橋 一郎", "高橋　一郎"),
        ("山﨑花子", "山崎 花子"),
        ("齋藤 齊", "斎藤斉"),
        ("渡邉 實", "渡辺実"),
        ("渡邊󠄀 恵", "渡邉 惠"),
        ("濵田 櫻", "浜田桜"),
        ("濱口 龍", "浜口 竜"),
        ("澤 廣", "沢広"),
        ("𠮷田 眞", "吉田 真"),
        ("Ｊｏｈｎ Smith", "JOHN SMITH"),
        ("ﾀﾅｶ", "タナカ"),
    ] {
        assert_eq!(name(one), name(other), "{one}, {other}");
    }
    for (one, other) in [("田中 一", "田中 二"), ("太田", "大田"), ("阿部", "安部")] {
        assert_ne!(name(one), name(other), "{one}, {other}");
    }
}

#[test]
fn a_reading_is_katakana_with_one_kind_of_line() {
    for given in [
        "さとう　ゆーこ",
        "サトウ ユーコ",
        "ｻﾄｳ ﾕｰｺ",
        "サトウ・ユ−コ".replace('・', " ").as_str(),
        "サトウユ—コ",
    ] {
        assert_eq!(kana(given), "サトウユーコ", "{given}");
    }
    assert_eq!(kana("か\u{3099}とう"), kana("ガトウ"));
    assert_ne!(kana("サトウ"), kana("サイトウ"));
}

proptest! {
    /// The form of a form is the form, whatever stands in a cell.
    #[test]
    fn normalisation_is_idempotent(given in "(\\PC|[ -~ぁ-ヿ一-鿿！-ﾟ\u{300}-\u{36f}\u{3099}]){0,24}") {
        for form in [text, name, kana] {
            let once = form(&given);
            prop_assert_eq!(&form(&once), &once);
        }
    }

    /// Numbers and addresses, too.
    #[test]
    fn keys_are_their_own_form(number in "[+0-9０-９ ー()-]{0,18}", address in "\\PC{0,8}@\\PC{1,8}") {
        if let Some(once) = phone(&number) {
            prop_assert_eq!(phone(&once), Some(once));
        }
        if let Some(once) = email(&address) {
            prop_assert_eq!(email(&once), Some(once));
        }
    }
}
