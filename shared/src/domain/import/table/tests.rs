//! Tables: what a broken row costs, and what a missing column does.

use proptest::prelude::*;

use super::super::medium::named;
use super::*;

const HEADER: &str = "応募ID,氏名,応募日,エントリー経路\n";

fn rows(body: &str) -> Vec<(u32, Result<Vec<String>, &'static str>)> {
    let text = format!("{HEADER}{body}");
    let table = Table::new(named("ambi").unwrap(), &text).unwrap();
    let cells = |row: Row| row.pairs().map(|(_, value)| value.to_owned()).collect();
    table.map(|(line, row)| (line, row.map(cells).map_err(|fault| fault.code))).collect()
}

/// The line and the first cell of each row.
fn ids(body: &str) -> Vec<(u32, Result<String, &'static str>)> {
    rows(body).into_iter().map(|(line, row)| (line, row.map(|cells| cells[0].clone()))).collect()
}

#[test]
fn quotes_line_ends_and_empty_lines_are_read_as_spreadsheets_write_them() {
    let read = rows("1,\"山田, 太郎\",\"a\r\nb\",\"x\"\"y\"\r\n\r\n2,\"\",,z\n,,,\n3,5\" 画面,b,c");
    let cells = |cells: [&str; 4]| Ok(cells.map(str::to_owned).to_vec());
    assert_eq!(
        read,
        [
            (2, cells(["1", "山田, 太郎", "a\r\nb", "x\"y"])),
            (5, cells(["2", "", "", "z"])),
            (7, cells(["3", "5\" 画面", "b", "c"])),
        ]
    );
}

/// H51: a row that can't be read costs nobody else their application.
#[test]
fn a_broken_row_fails_alone() {
    let good = |line, id: &str| (line, Ok(id.to_owned()));
    for (broken, code) in [
        ("2,b,c", "wrong_number_of_cells"),
        ("2,b,c,d,e", "wrong_number_of_cells"),
        ("2", "wrong_number_of_cells"),
        ("2,\"b,c,d", "malformed_quote"),
        ("2,b,c,\"d", "malformed_quote"),
        ("2,\"b\"b,c,d", "malformed_quote"),
    ] {
        let body = format!("1,a,b,c\n{broken}\n3,\"x, y\",b,c\n4,a,\"b\",c\n");
        let expected = [good(2, "1"), (3, Err(code)), good(4, "3"), good(5, "4")];
        assert_eq!(ids(&body), expected, "{broken}");
    }
    // The quote that seems to close the broken one opens a text that begins with a line end.
    let body = "1,a,b,c\n2,\"b,c,d\n3,\"\nx\",b,c\n4,a,b,c\n";
    let expected = [good(2, "1"), (3, Err("wrong_number_of_cells")), good(4, "3"), good(6, "4")];
    assert_eq!(ids(body), expected);
    // A row too long by a cell is no reason to take its lines for rows.
    let body = "1,\"b\nb,b\nb\",c,d,e\n4,a,b,c\n";
    assert_eq!(ids(body), [(2, Err("wrong_number_of_cells")), good(5, "4")]);
    let unclosed = [good(2, "1"), (3, Err("unclosed_quote")), good(4, "3")];
    assert_eq!(ids("1,a,b,c\n2,\"b,c,d\n3,a,b,c\n"), unclosed);
}

#[test]
fn a_quote_without_end_is_not_looked_for_for_ever() {
    let long = "3,a,b,c\n".repeat(40_000);
    let read = ids(&format!("2,\"b,c,d\n{long}"));
    assert_eq!(read.len(), 40_001);
    assert_eq!(read[0], (2, Err("row_too_long")));
    assert!(read[1..].iter().all(|(_, row)| row.is_ok()));
}

#[test]
fn headers_are_known_in_any_width() {
    let text =
        "　応募ＩＤ ,\"氏名\",応募日,ｴﾝﾄﾘｰ経路,タグ,タグ,\n1,a,2026/12/01,１,新着,スカウト,x\n";
    let mut table = Table::new(named("ambi").unwrap(), text).unwrap();
    let (line, row) = table.next().unwrap();
    let row = row.unwrap();
    assert_eq!(line, 2);
    assert_eq!(row.get("応募ID"), Some("1"));
    assert_eq!(row.get("エントリー経路"), Some("１"), "values stay as they are");
    assert_eq!(row.get("タグ"), Some("新着\nスカウト"));
    assert_eq!(row.get("求人"), None);
    let names: Vec<_> = row.pairs().map(|(header, _)| header).collect();
    assert_eq!(names, ["応募ＩＤ", "氏名", "応募日", "ｴﾝﾄﾘｰ経路", "タグ", "#7"]);
}

#[test]
fn a_missing_column_fails_the_whole_table() {
    let ambi = named("ambi").unwrap();
    let fault = |header: &str| Table::new(ambi, header).map(drop).unwrap_err();
    assert_eq!(
        fault("氏名,応募日,エントリー経路\n"),
        HeaderFault::new("external_id", vec!["応募ID".to_owned()])
    );
    assert_eq!(fault("応募ID,応募日,エントリー経路\n").field, "name");
    assert_eq!(fault("応募ID,氏名,エントリー経路\n").expected, ["応募日"]);
    assert_eq!(
        fault("応募ID,氏名,応募日\n"),
        HeaderFault::new("scout", vec!["エントリー経路".to_owned()])
    );
    assert_eq!(fault("").field, "external_id");
    let doda = named("doda").unwrap();
    let fault = Table::new(doda, "応募ID,姓漢字,名漢字,応募日時\n").map(drop).unwrap_err();
    assert_eq!(fault, HeaderFault::new("scope", vec!["サービス".to_owned()]));
    let fault = Table::new(doda, "応募ID,姓漢字,応募日時,サービス\n").map(drop).unwrap_err();
    assert_eq!(fault, HeaderFault::new("name", vec!["姓漢字 + 名漢字".to_owned()]));
    // Pages leave out what has no value.
    let wantedly = named("wantedly").unwrap();
    assert_eq!(wantedly.check_headers(["応募ID", "名前", "応募日"]), Ok(()));
}

/// What a cell may hold: commas, quotes and line ends, but none of them at its beginning, where it could
/// be taken for the end of a quoted text that is not closed before it.
fn cell() -> impl Strategy<Value = String> {
    "([a-z山田][a-z山田,\"\n ]{0,6})?"
}

/// How a row breaks: too few cells, too many, or a quote that is never closed.
fn broken(written: &str, how: u8) -> String {
    let line = written.trim_end_matches('\n');
    match how % 3 {
        0 => "9,9\n".to_owned(),
        1 => format!("{line},9\n"),
        _ => "9,\"9,9,9\n".to_owned(),
    }
}

fn written(cells: &[&str], quoted: bool) -> String {
    let style = if quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
    writer.write_record(cells).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One row in twenty is broken: all others are read, each with its line.
    #[test]
    fn the_sound_rows_of_a_damaged_table_are_read(
        given in prop::collection::vec((cell(), cell(), any::<bool>(), 0_u8..20, any::<u8>()), 1..60),
    ) {
        let (mut body, mut sound, mut lost) = (String::new(), Vec::new(), Vec::new());
        let mut line = 2;
        for (n, (one, other, quoted, damage, how)) in given.iter().enumerate() {
            let id = format!("id{n}");
            let mut text = written(&[&id, one, other, "1"], *quoted);
            if *damage == 0 {
                text = broken(&text, *how);
                lost.push(line);
            } else {
                sound.push((line, vec![id, one.clone(), other.clone(), "1".to_owned()]));
            }
            line += u32::try_from(text.matches('\n').count()).unwrap();
            body.push_str(&text);
        }
        let read = rows(&body);
        let read_soundly: Vec<_> =
            read.iter().filter_map(|(line, row)| Some((*line, row.clone().ok()?))).collect();
        prop_assert_eq!(read_soundly, sound);
        for line in lost {
            prop_assert!(read.iter().any(|(at, row)| *at == line && row.is_err()), "{}", line);
        }
    }

    /// Nothing makes the reader stumble or stand still.
    #[test]
    fn any_text_is_read_to_its_end(body in "([a-c,\"\r\n]|\\PC){0,80}") {
        let lines = 1 + HEADER.matches('\n').count() + body.matches('\n').count();
        let read = rows(&body);
        prop_assert!(read.len() <= lines);
        prop_assert!(read.is_sorted_by_key(|(line, _)| *line));
        prop_assert!(read.iter().all(|(line, _)| usize::try_from(*line).unwrap() <= lines));
    }
}
