//! Japanese. A space stands between a number and its unit, which may be a word in Latin letters.

use super::{AnswerTexts, EventText, EventTexts};

pub(super) const EVENT_TEXTS: EventTexts = EventTexts {
    wallet_funded: EventText {
        title: "ウォレットに付与されました",
        body: "{data.amount} {data.unit}が付与されました。
現在の残高：{data.balance} {data.unit}
メモ：{data.note}",
    },
    perk_redeemed: EventText {
        title: "特典を交換しました",
        body: "特典：{data.name}
ご利用：{data.amount} {data.unit}
現在の残高：{data.balance} {data.unit}",
    },
    low_balance: EventText {
        title: "残高が少なくなっています",
        body: "残高：{data.balance} {data.unit}
残高が基準の{data.threshold} {data.unit}を下回っています。",
    },
    perk_added: EventText {
        title: "新しい特典が追加されました",
        body: "ご利用いただける特典：{data.name}
{data.description}",
    },
    award: EventText {
        title: "新しい表彰のお知らせ",
        body: "表彰：{data.title}
受賞者：{data.recipient}
メモ：{data.note}",
    },
    other: EventText {
        title: "{tenant_name}からのお知らせ",
        body: "{data.title}
{data.note}
イベント：{event}",
    },
};

pub(super) const ANSWERS: AnswerTexts = AnswerTexts {
    balance: "残高は{amount} {unit}です。",
    not_available: "ただいま残高を確認できません。しばらくしてからもう一度お試しください。",
    unknown_person: "まだご本人を確認できていません。アカウントの紐付けを管理者にご依頼ください。",
    no_wallet: "ご利用のウォレットが見つかりません。",
    not_configured: "{tenant_name}ではまだこの機能が設定されていません。",
    help: "残高は「{command} balance」と入力するか、「ポイント残高はいくらですか？」のようにお尋ねください。",
    test: "これは{tenant_name}からのテストメッセージです。メッセージはここに届きます。",
};
