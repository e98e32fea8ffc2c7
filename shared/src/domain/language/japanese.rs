//! Japanese, in です・ます as companies write it. Punctuation is full-width, and no spaces divide words.

use super::{Dates, HostPages, Invitation, Page, Reasons, Sample, Text, Texts};

pub(super) const DATES: Dates = Dates {
    days: ["月", "火", "水", "木", "金", "土", "日"],
    months: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
    day: "{year}年{month}月{day}日（{weekday}）",
    first: "1",
    time: "%-H:%M",
    minutes: "分",
    brackets: ["（", "）"],
    zones: &[("Asia/Tokyo", "日本時間")],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}{start_time}〜{end_time}、{time_zone}",
    join: "参加用リンク：",
    password: "パスワード：",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "このリンクは無効になりました",
        text: "ミーティングは終了したか、キャンセルされたか、ホストが変更されています。ほかの方に変更された場合、\
               その方には専用のリンクが送信されています。",
    },
    unknown: Page {
        title: "ページが見つかりません",
        text: "リンクが途中で切れているようです。メールからもう一度開くか、リンク全体をコピーしてください。",
    },
    trouble: Page {
        title: "ただいま開始できません",
        text: "ビデオ会議サービスから開始用リンクを取得できませんでした。しばらくしてからこのページをもう一度\
               開いてください。解決しない場合は、管理者にお問い合わせください。",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "初回相談",
    company: "みなと相談室",
    guest: "髙橋美咲",
    host: "山﨑健太",
    note: "前回の資料を持参いたします。",
    time_zone: "Asia/Tokyo",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "予約されたサービスが設定されていません。サービスを登録するか、IDを修正してください。",
    provider_not_available: "この環境では、選択されたビデオ会議サービスのミーティングを作成できません。\
        ほかのサービスを選択してください。",
    not_connected: "ビデオ会議サービスが接続されていません。設定画面で接続してください。",
    connection_disabled: "ビデオ会議サービスの接続が無効になっています。有効にしてください。",
    invalid_credentials: "ビデオ会議サービスの認証情報が正しくありません。もう一度コピーし、接続を確認してください。",
    app_not_activated: "ビデオ会議サービスでアプリが有効化されていません。有効化し、接続を確認してください。",
    insufficient_scope: "アプリの権限が不足しています。ビデオ会議サービスで権限を追加し、接続を確認してください。",
    needs_reauth: "ビデオ会議サービスの認可が失効しました。再接続してください。",
    blocked_by_admin: "ビデオ会議サービスの管理者が接続を制限しています。管理者に許可を依頼してください。",
    denied: "ビデオ会議サービスの認可が拒否されました。再接続し、権限を承認してください。",
    account_mismatch: "別のアカウントで接続されています。正しいアカウントで接続してください。",
    host_not_mapped: "ホストがビデオ会議サービスのユーザーに紐づけられていません。紐づけてください。",
    host_not_found: "ホストに紐づけられたビデオ会議サービスのユーザーが存在しないか、有効ではありません。\
        ほかのユーザーを選択してください。",
    host_not_licensed: "ホストに紐づけられたビデオ会議サービスのユーザーは、ミーティングを主催できません。\
        ライセンスを割り当てるか、ほかのユーザーを選択してください。",
    passcode_policy: "ビデオ会議サービスのパスワード規則では、8桁の数字を使用できません。規則を緩和するか、\
        サービスのランダムパスワードを無効にしてください。",
    cannot_verify_create: "ミーティングが作成されたかどうかを確認できません。アプリに読み取り権限を追加し、\
        接続を確認してください。",
    template_unusable: "サービスの件名または説明を使用できません。設定画面で修正してください。",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "【ご案内】{service_name}：{start_date}{start_time}〜",
        body: "お世話になっております。

オンラインミーティングについてご案内いたします。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}

ミーティングに参加：{zoom_meeting_url}
パスワード（必要な場合）：{zoom_meeting_password}

当日はどうぞよろしくお願いいたします。
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "【変更】{service_name}：{start_date}{start_time}〜",
        body: "お世話になっております。

オンラインミーティングの内容が変更になりました。変更後の内容は以下のとおりです。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}

ミーティングに参加：{zoom_meeting_url}
パスワード（必要な場合）：{zoom_meeting_password}

以前に別のリンクをお送りしている場合も、こちらのリンクからご参加ください。

当日はどうぞよろしくお願いいたします。
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "【キャンセル】{service_name}：{start_date}{start_time}〜",
        body: "お世話になっております。

以下のオンラインミーティングはキャンセルされました。お送りしたリンクはご利用いただけません。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}

何卒よろしくお願いいたします。
{tenant_name}
",
    },
    staff_link: Text {
        subject: "【ホスト】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下のオンラインミーティングのホストをご担当いただきます。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
お客様：{customer_name} {customer_email}
備考：{note}

ミーティングを開始：{host_page}
パスワード（設定されている場合）：{zoom_meeting_password}

このリンクは、ミーティングが終了するまでご利用いただけます。
直接開始するためのリンク（有効期間は約2時間）：{zoom_meeting_url_host}

どちらのリンクも、開いた方がホストになります。ほかの方には共有しないでください。
",
    },
    staff_changed: Text {
        subject: "【変更】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

ご担当のオンラインミーティングの内容が変更になりました。変更後の内容は以下のとおりです。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
お客様：{customer_name} {customer_email}
備考：{note}

ミーティングを開始：{host_page}
パスワード（設定されている場合）：{zoom_meeting_password}

このリンクは、ミーティングが終了するまでご利用いただけます。
直接開始するためのリンク（有効期間は約2時間）：{zoom_meeting_url_host}

どちらのリンクも、開いた方がホストになります。ほかの方には共有しないでください。
",
    },
    staff_cancelled: Text {
        subject: "【キャンセル】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下のオンラインミーティングは、キャンセルされたか、ほかの方が担当することになりました。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
お客様：{customer_name}
",
    },
    staff_info: Text {
        subject: "【共有】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

オンラインミーティングが設定されましたので、お知らせいたします。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}
お客様：{customer_name}

ゲストとして参加：{meeting_url}
パスワード（必要な場合）：{meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "【変更】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

オンラインミーティングの内容が変更になりました。変更後の内容は以下のとおりです。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}
お客様：{customer_name}

ゲストとして参加：{meeting_url}
パスワード（必要な場合）：{meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "【キャンセル】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下のオンラインミーティングは開催されないことになりました。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}
お客様：{customer_name}
",
    },
    blocked_notice: Text {
        subject: "【要対応】{service_name}：{start_date}{start_time}〜",
        body: "お疲れさまです。

以下の予定は、対応が必要な事項があるため、オンラインミーティングをまだ作成できておりません。

{service_name}
{start_date}{start_time}〜{end_time}、{time_zone}
ホスト：{host_name}
お客様：{customer_name}

理由：{reason}

対応が完了しだい、ミーティングは自動的に作成され、関係者にリンクが送信されます。
",
    },
};
