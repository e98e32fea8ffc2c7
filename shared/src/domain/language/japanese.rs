//! Japanese, in です・ます as companies write it. Punctuation is full-width, and no spaces divide words.

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

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

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "アカウントが接続されました",
        text: "手続きは完了しました。このページは閉じていただいてかまいません。",
    },
    missing_scopes: Page {
        title: "権限が不足しています",
        text: "許可されていない権限があるため、アカウントをまだ利用できません。もう一度接続し、\
               すべての項目にチェックを入れたまま許可してください。",
    },
    denied: Page {
        title: "接続は行われませんでした",
        text: "アクセスが許可されなかったため、何も接続されていません。招待メールのリンクは、\
               引き続きご利用いただけます。",
    },
    blocked_by_admin: Page {
        title: "先にIT部門の承認が必要です",
        text: "会社のアカウントの管理者が、\
               すべてのユーザーに対してこのアプリを承認する必要があります。IT部門に依頼し、\
               承認後にもう一度接続してください。",
    },
    wrong_account: Page {
        title: "別のアカウントでした",
        text: "仕事用のメールアドレスとは別のアカウントでサインインされています。\
               サービスからサインアウトし、リンクをもう一度開いて、\
               仕事用のアカウントでサインインしてください。",
    },
    expired: Page {
        title: "時間切れになりました",
        text: "接続に時間がかかりすぎたか、すでに完了しています。最初からやり直してください。",
    },
    unknown: Page {
        title: "このアドレスは無効です",
        text: "一度しか使えないため、すでに使用された可能性があります。\
               招待メールからもう一度お試しください。",
    },
    trouble: Page {
        title: "ただいま接続できません",
        text: "サービスから応答がありません。数分後にもう一度お試しください。",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "ミーティング用アカウントの接続",
    intro: "{tenant_name}でホストを担当される面接が設定されると、ここで接続したアカウントを\
        使ってミーティングのリンクが作成されます。",
    connect: "{provider}を接続",
    connected: "接続済み",
    not_connected: "未接続",
    attention: "再接続が必要です",
    done: "すべて接続されましたので、このページは閉じていただいてかまいません。",
    gone: Page {
        title: "このリンクは使用済みか、有効期限が切れています",
        text: "リンクは一度だけ、期限内に限りご利用いただけます。\
               招待の送信者に新しいリンクをご依頼ください。",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "【お願い】{providers}の接続について：{tenant_name}",
    greeting: "{person_name}様\n\nお疲れさまです。",
    intro: "今後、ホストを担当される面接が設定されると、\
        ミーティングのリンクが自動的に作成されます。そのため、\
        {providers}の接続をお願いいたします。一度だけの手続きで、数分で完了します。",
    after_number: "．",
    steps: [
        "専用のリンクを開きます：{connect_url}\nご本人だけがご利用いただけます。\
         有効期限は{until}です。",
        "アカウントの一覧を確認します。接続済みかどうかが表示されます。",
        "接続するサービスとして{providers}を選びます。",
        "「接続」を押します。",
        "このメールを受け取ったアドレスの、ご自身の仕事用アカウントでサインインし、\
         求められた権限を許可します。",
        "「すべて接続されました」と表示されたら完了です。こちらでも確認できますので、\
         ご連絡は不要です。",
    ],
    closing: "うまくいかない場合は、お気軽にお知らせください。\n\nよろしくお願いいたします。\n\
        {tenant_name}",
    until: "{date}{time}、{zone}",
    joining: Joining { pair: "と", inner: "、", last: "、" },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider}の再接続が必要です：{person_name}",
        body: "{person_name}さんと{provider}の接続が切れました。この接続を使う会議は保留され、接続が回復すると自動的に作成されます。\n\n{person_name}さんに{provider}の再接続を依頼するか、新しい招待を送ってください。",
    },
    connected: Text {
        subject: "{person_name}さんが{provider}を接続しました",
        body: "{person_name}さんが{provider}を接続しました。今後、{person_name}さんが主催する会議のリンクは自動的に作成されます。",
    },
    authoriser_leaving: Text {
        subject: "{provider}を接続した方が退職されます：{person_name}",
        body: "{person_name}と{provider}の接続は、退職予定の方が設定したものです。その方のアカウントの終了とともに、接続が切れることがあります。\n\n在籍を続ける方に{provider}の再接続を依頼するか、できればサービスアカウントをご利用ください。そのほかの設定はそのまま残ります。",
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
    not_connected: "ビデオ会議サービスが接続されていません。設定画面で接続してください。",
    connection_disabled: "ビデオ会議サービスの接続が無効になっています。有効にしてください。",
    feature_disabled: "このサービスは会社の設定で無効になっています。",
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
    teams_not_available: "MicrosoftがホストのTeams会議を作成しません。\
        ホストにTeamsのライセンスを割り当て、会社でTeamsが有効になっていることを確認してください。",
    mailbox_not_enabled: "ホストのメールボックスがExchange Onlineにありません。\
        メールボックスを含むライセンスを割り当てるか、別のホストを選択してください。",
    mailbox_excluded: "Exchangeのポリシーにより、アプリケーションはホストのメールボックスにアクセスできません。\
        ポリシーが指定するグループにホストを追加してください。",
    access_policy_missing: "ホストに代わって会議を開催することをアプリケーションに許可するTeamsのポリシーがありません。\
        Teamsの管理者に追加を依頼してください。",
    host_not_authenticated: "ホスト本人のアカウントがビデオ会議サービスに接続されていません。\
        本人に招待を送信してください。",
    organizer_not_synchronized: "ホストが会社のカレンダーと同期されていません。\
        同期の対象に追加してください。",
    shared_mailbox_cannot_host: "共有メールボックスではミーティングを主催できません。\
        個人のメールボックスを持つ方をホストに選択してください。",
    calendar_integration_inactive: "会社のカレンダーとの接続が有効ではありません。\
        設定画面で接続してください。",
    meet_disabled_in_admin_console: "ホストに対してMeetが有効になっていません。Google管理コンソールで\
        有効にしてください。",
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
