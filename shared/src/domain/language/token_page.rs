//! The page on which somebody fetches a token, in each language.

use super::Language;

/// What the page says. None of it holds anything that HTML would read.
#[derive(Clone, Copy, Debug)]
pub struct TokenPage {
    /// Its heading.
    pub title: &'static str,
    /// Before the token is shown.
    pub before: &'static str,
    /// On the button that shows it.
    pub button: &'static str,
    /// Above the token.
    pub after: &'static str,
    /// When there is nothing to show any more.
    pub over: &'static str,
}

const GERMAN: TokenPage = TokenPage {
    title: "Zugangsschlüssel abholen",
    before: "Der Schlüssel wird nur einmal angezeigt. Halten Sie bereit, wo Sie ihn eintragen.",
    button: "Schlüssel anzeigen",
    after: "Kopieren Sie den Schlüssel jetzt. Diese Seite zeigt ihn nicht noch einmal.",
    over: "Dieser Link wurde schon benutzt oder ist abgelaufen. Bitten Sie um einen neuen.",
};

const ENGLISH: TokenPage = TokenPage {
    title: "Collect your token",
    before: "The token is shown only once. Have the place ready where you will enter it.",
    button: "Show the token",
    after: "Copy the token now. This page will not show it again.",
    over: "This link was used before or has ended. Ask for a new one.",
};

const SPANISH: TokenPage = TokenPage {
    title: "Recoger el token",
    before: "El token se muestra una sola vez. Tenga preparado el lugar donde lo va a introducir.",
    button: "Mostrar el token",
    after: "Copie el token ahora. Esta página no volverá a mostrarlo.",
    over: "Este enlace ya se usó o ha caducado. Pida uno nuevo.",
};

const FINNISH: TokenPage = TokenPage {
    title: "Nouda tunniste",
    before: "Tunniste näytetään vain kerran. Pidä valmiina paikka, johon syötät sen.",
    button: "Näytä tunniste",
    after: "Kopioi tunniste nyt. Sitä ei näytetä tällä sivulla uudelleen.",
    over: "Linkki on jo käytetty tai vanhentunut. Pyydä uusi.",
};

const FRENCH: TokenPage = TokenPage {
    title: "Récupérer le jeton",
    before: "Le jeton n’est affiché qu’une seule fois. Préparez l’endroit où vous allez le saisir.",
    button: "Afficher le jeton",
    after: "Copiez le jeton maintenant. Cette page ne l’affichera plus.",
    over: "Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.",
};

const ITALIAN: TokenPage = TokenPage {
    title: "Ritira il token",
    before: "Il token viene mostrato una sola volta. Tieni pronto il punto in cui inserirlo.",
    button: "Mostra il token",
    after: "Copia il token adesso. Questa pagina non lo mostrerà di nuovo.",
    over: "Questo link è già stato usato o è scaduto. Chiedine uno nuovo.",
};

const JAPANESE: TokenPage = TokenPage {
    title: "APIトークンの受け取り",
    before: "トークンは一度だけ表示されます。入力先の画面をご用意のうえ、お進みください。",
    button: "トークンを表示する",
    after: "今すぐトークンをコピーしてください。このページでは再表示できません。",
    over: "このリンクは使用済みか、有効期限が切れています。新しいリンクの発行をご依頼ください。",
};

const RUSSIAN: TokenPage = TokenPage {
    title: "Получение токена",
    before: "Токен показывается только один раз. Заранее откройте место, куда вы его введёте.",
    button: "Показать токен",
    after: "Скопируйте токен сейчас. Эта страница больше его не покажет.",
    over: "Эта ссылка уже использована или устарела. Попросите новую.",
};

impl Language {
    /// The page on which somebody fetches a token.
    #[must_use]
    pub const fn token_page(self) -> &'static TokenPage {
        match self {
            Self::German => &GERMAN,
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
            Self::Finnish => &FINNISH,
            Self::French => &FRENCH,
            Self::Italian => &ITALIAN,
            Self::Japanese => &JAPANESE,
            Self::Russian => &RUSSIAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_page_is_read_by_html() {
        for language in Language::ALL {
            let TokenPage { title, before, button, after, over } = language.token_page();
            for text in [title, before, button, after, over] {
                assert!(!text.is_empty() && !text.contains(['<', '>', '&', '"']), "{text}");
            }
        }
    }
}
