//! The boards and what is peculiar to each.

use super::encoding::Encoding;
use super::form::Form;

/// A board with a site of its own.
#[derive(Debug)]
pub struct Board {
    /// Its id, which is where its paths begin.
    pub id: &'static str,
    /// In which way it gives applicants out.
    pub delivery: Delivery,
    /// How its pages and files are encoded.
    pub encoding: Encoding,
    /// The column of the application's id, where there is one.
    pub number: Option<&'static str>,
    /// The column of the day or moment of the application.
    pub applied: &'static str,
    /// How that is written.
    pub form: Form,
    /// The column of the position's name.
    pub position: &'static str,
    /// What it tells about the application that others don't.
    pub own: &'static [&'static str],
    /// What it tells about the person.
    pub person: &'static [&'static str],
    /// What a row has in a column when nothing was put there.
    pub usual: &'static [(&'static str, &'static str)],
    /// What stands between several values in one cell of a file.
    pub joint: &'static str,
    /// Whether its files were made by a spreadsheet that takes telephone numbers for numbers.
    pub loses_zeros: bool,
    /// How one logs in.
    pub login: Login,
}

/// In which way a board gives applicants out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// A file.
    Export {
        /// What stands between two cells.
        separator: char,
        /// The rows of one page, where a file is one page of several.
        page: Option<usize>,
        /// The most rows it gives out, the newest.
        cap: Option<usize>,
    },
    /// Pages to look at.
    Pages {
        /// The rows of one page.
        size: usize,
    },
}

/// How one logs in, and how a board says that one must.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// Refused by 401; whoever is not logged in is sent to the login page.
    Plain,
    /// Refused by a page that says so, with status 200; whoever is not logged in sees the login page
    /// wherever he goes.
    ByPage,
    /// As [`Login::Plain`], with a value in the form that only the login page knows.
    WithToken,
}

const CSV: Delivery = Delivery::Export { separator: ',', page: None, cap: None };
const TSV: Delivery = Delivery::Export { separator: '\t', page: None, cap: None };

/// What most boards have in common.
const USUAL: Board = Board {
    id: "",
    delivery: CSV,
    encoding: Encoding::Utf8,
    number: Some("応募ID"),
    applied: "応募日",
    form: Form::Pattern("%Y-%m-%d"),
    position: "求人名",
    own: &[],
    person: &["氏名", "氏名かな", "メールアドレス", "電話番号", "生年月日", "郵便番号", "住所"],
    usual: &[],
    joint: "、",
    loses_zeros: false,
    login: Login::Plain,
};

const MINUTES: Form = Form::Pattern("%Y/%m/%d %H:%M");
const SLASHES: Form = Form::Pattern("%Y/%m/%d");

/// All boards with a site. YOUTRUST has none: it calls us.
pub static BOARDS: [Board; 17] = [
    Board {
        id: "wantedly",
        delivery: Delivery::Pages { size: 20 },
        applied: "応募日時",
        form: Form::Pattern("%Y-%m-%d %H:%M"),
        position: "募集タイトル",
        own: &["タグ"],
        ..USUAL
    },
    Board {
        id: "rikunabi_next",
        encoding: Encoding::Cp932,
        number: Some("応募管理番号"),
        form: SLASHES,
        login: Login::ByPage,
        ..USUAL
    },
    Board {
        id: "doda",
        encoding: Encoding::Cp932,
        applied: "応募日時",
        form: MINUTES,
        position: "求人名称",
        own: &["サービス"],
        person: &[
            "姓漢字",
            "名漢字",
            "姓カナ",
            "名カナ",
            "メールアドレス",
            "電話番号1",
            "電話番号2",
            "生年月日",
            "郵便番号",
            "住所",
        ],
        usual: &[("サービス", "求人情報")],
        ..USUAL
    },
    Board {
        id: "mynavi_tenshoku",
        delivery: TSV,
        encoding: Encoding::Cp932,
        number: Some("エントリーID"),
        form: Form::Pattern("%Y%m%d"),
        position: "求人タイトル",
        own: &["スカウト種別"],
        ..USUAL
    },
    Board {
        id: "en_tenshoku",
        encoding: Encoding::Utf8WithMark,
        number: Some("応募者ID"),
        applied: "応募日時",
        form: Form::Pattern("%Y/%m/%d %-H:%M"),
        position: "募集職種",
        own: &["応募区分"],
        ..USUAL
    },
    Board {
        id: "green",
        delivery: Delivery::Pages { size: 10 },
        number: Some("応募者番号"),
        form: Form::Pattern("%Y年%-m月%-d日"),
        own: &["ステータス"],
        login: Login::ByPage,
        ..USUAL
    },
    Board {
        id: "ambi",
        form: SLASHES,
        position: "ポジション名",
        own: &["エントリー経路"],
        ..USUAL
    },
    Board {
        id: "engage",
        encoding: Encoding::Utf8WithMark,
        number: None,
        applied: "応募日時",
        form: Form::Pattern("%Y-%m-%d %H:%M:%S"),
        position: "募集名",
        ..USUAL
    },
    Board {
        id: "paiza", number: Some("応募番号"), form: SLASHES, position: "求人票名", ..USUAL
    },
    Board {
        id: "forkwell",
        delivery: Delivery::Pages { size: 10 },
        position: "求人タイトル",
        own: &["詳細"],
        ..USUAL
    },
    Board {
        id: "job_medley",
        encoding: Encoding::Cp932,
        position: "募集求人",
        own: &["タグ"],
        ..USUAL
    },
    Board {
        id: "kaigo_job",
        form: SLASHES,
        position: "応募求人",
        own: &["タグ"],
        joint: "/",
        ..USUAL
    },
    Board {
        id: "doda_campus",
        delivery: Delivery::Export { separator: ',', page: Some(100), cap: None },
        encoding: Encoding::Utf8WithMark,
        applied: "エントリー日",
        ..USUAL
    },
    Board {
        id: "offerbox",
        number: Some("エントリーID"),
        applied: "エントリー日時",
        form: Form::Pattern("%Y-%m-%dT%H:%M:%S%:z"),
        position: "オファー職種",
        login: Login::WithToken,
        ..USUAL
    },
    Board { id: "iroots", delivery: TSV, ..USUAL },
    Board {
        id: "baitoru",
        delivery: Delivery::Export { separator: ',', page: None, cap: Some(1_000) },
        encoding: Encoding::Cp932,
        number: Some("応募受付番号"),
        applied: "応募日時",
        form: MINUTES,
        position: "仕事名",
        loses_zeros: true,
        ..USUAL
    },
    Board {
        id: "mynavi_shinsotsu",
        encoding: Encoding::Cp932,
        number: Some("受付番号"),
        applied: "受付日",
        form: Form::Era,
        position: "コース名",
        login: Login::WithToken,
        ..USUAL
    },
];

impl Board {
    /// The board of this id.
    pub fn named(id: &str) -> Option<&'static Self> {
        BOARDS.iter().find(|board| board.id == id)
    }

    /// Where its applicants are.
    pub fn path(&self) -> &'static str {
        match self.delivery {
            Delivery::Export { .. } => "/applications.csv",
            Delivery::Pages { .. } => "/applicants",
        }
    }

    /// The rows of one page, where it has pages.
    pub fn page_size(&self) -> Option<usize> {
        match self.delivery {
            Delivery::Export { page, .. } => page,
            Delivery::Pages { size } => Some(size),
        }
    }

    /// The columns that it always has.
    pub fn columns(&self) -> Vec<String> {
        let about = self.number.into_iter().chain([self.applied, self.position]);
        about.chain(self.own.iter().chain(self.person).copied()).map(str::to_owned).collect()
    }
}
