//! Japanese, in です・ます as companies write it. Punctuation is full-width, and no spaces divide words.

use super::super::{EventText, Text};
use super::{AgendaWords, FeedbackPage, InvitationNotes, OnboardingMails, OnboardingNews};

pub(super) const AGENDA: AgendaWords = AgendaWords {
    goals: "目的",
    expected_results: "期待される成果",
    agenda: "アジェンダ",
    questions: "話し合いたいこと",
    materials: "資料",
    one_on_one: ["最近の様子", "現在の業務", "次回までの目標"],
};

pub(super) const NOTES: InvitationNotes = InvitationNotes {
    recorded: "このミーティングは録画されます。録画は、会社のプライバシー設定で許可された方だけが閲覧できます。\
        録画を希望されない場合は、開始前にお申し出ください。",
    previous: "過去に行われた同様のミーティングの録画：",
    resources: "参考リンク：",
    contact: "ご不明な点のお問い合わせ先：",
};

pub(super) const NEWS: OnboardingNews = OnboardingNews {
    feedback_requested: EventText {
        title: "「{data.about}」はいかがでしたか？",
        body: "「{data.about}」について、良かった点や改善してほしい点をお聞かせください。
回答はこちら（所要時間は約2分）：{data.url}",
    },
    feedback_reminder: EventText {
        title: "ご回答をお待ちしています：{data.about}",
        body: "「{data.about}」のご感想をまだいただいておりません。ぜひお聞かせください。
回答はこちら（所要時間は約2分）：{data.url}",
    },
    recording_stored: EventText {
        title: "録画の準備ができました：{data.about}",
        body: "「{data.about}」で聞き逃したことがあれば、録画でもう一度ご確認いただけます。
録画を見る：{data.url}
文字起こしを読む：{data.transcript_url}",
    },
    transcript_stored: EventText {
        title: "文字起こしの準備ができました：{data.about}",
        body: "「{data.about}」での発言を文字でもお読みいただけるようになりました。
文字起こしを読む：{data.transcript_url}
録画を見る：{data.url}",
    },
    step_blocked: EventText {
        title: "予定を設定できません：{data.about}",
        body:
            "担当者が決まっていないため、{data.employee}さんの「{data.about}」は保留になっています。
担当者が未定の役割：{data.role}
{data.detail}",
    },
    agenda_missing: EventText {
        title: "アジェンダが未登録です：{data.about}",
        body:
            "{data.employee}さんの「{data.about}」は、アジェンダまたは資料がまだ登録されていません。
日時：{data.when}
シナリオに追加するか、参加者にお送りください。",
    },
    support_requested: EventText {
        title: "サポートの依頼：{data.problem}",
        body: "依頼者：{data.from}
問題：{data.problem}
手順：{data.steps}
エラー：{data.errors}
添付ファイル：{data.attachments}
システム：{data.system}
受付番号：{data.id}",
    },
};

pub(super) const FEEDBACK_PAGE: FeedbackPage = FeedbackPage {
    title: "「{about}」はいかがでしたか？",
    question: "良かった点、改善してほしい点をお聞かせください。",
    send: "送信",
    thanks: "ご回答ありがとうございました。このページは閉じていただいてかまいません。",
    gone: "このリンクは無効になったか、途中で切れています。メールからもう一度開いてください。",
};

pub(super) const MAILS: OnboardingMails = OnboardingMails {
    invitation: Text {
        subject: "【ご招待】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下のオンラインミーティングにご招待いたします。お会いできるのを楽しみにしております。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}

ミーティングに参加：{meeting_url}
パスワード（必要な場合）：{meeting_password}

{note}

{onboarding_notes}

当日はどうぞよろしくお願いいたします。
{tenant_name}
",
    },
    changed: Text {
        subject: "【変更】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

オンラインミーティングの内容が変更になりました。変更後の内容は以下のとおりです。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}

ミーティングに参加：{meeting_url}
パスワード（必要な場合）：{meeting_password}

{note}

{onboarding_notes}

以前に別のリンクをお送りしている場合も、こちらのリンクからご参加ください。

当日はどうぞよろしくお願いいたします。
{tenant_name}
",
    },
    cancelled: Text {
        subject: "【キャンセル】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下のオンラインミーティングは開催されないことになりました。お送りしたリンクはご利用いただけません。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}

{onboarding_notes}

何卒よろしくお願いいたします。
{tenant_name}
",
    },
};
