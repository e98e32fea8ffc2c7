//! Japanese. A heading in 【】 is followed by a half-width colon, as recruiters know these blocks from
//! their systems; everything else is full-width.

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "{company}
採用ご担当者様

お世話になっております。
応募者の自動取り込みについて、以下のとおりお知らせいたします。",
        company: "【企業名】:{company}",
        company_id: "【企業ID】:{company_id}",
        account: "【媒体名】:{account}",
        content: "【内容】:{content}",
        cause: "【原因】:{cause}",
        remedy: "【対処】:{remedy}",
        start: "【連携開始時刻】:{time}",
        started: "【実際の開始時刻】:{time}",
        finished: "【終了時刻】:{time}",
        at: "{date}{time}、{zone}",
        between: "、",
        closing: "何卒よろしくお願いいたします。

※このメールは自動的に送信されています。",
    },
    counts: ImportCounts {
        heading: "【取り込み結果】",
        seen: "・媒体から取得：{seen}件",
        new: "・新規：{new}件",
        known: "・取り込み済み：{known}件",
        unrouted: "・求人への振り分けなし：{unrouted}件",
        duplicates: "・重複の可能性あり：{duplicates}件",
        skipped: "・取り込み対象外：{skipped}件",
        failed: "・エラー：{failed}件",
        delivered: "・ATSへ送信済み：{delivered}件",
    },
    rows: ImportRows {
        heading: "【取り込めなかった行】",
        row: "・{line}行目：{reason}",
        more: "・ほか{more}件",
        reasons: RowReasons {
            required: "必須の項目が空欄です",
            date_unreadable: "日付を読み取れません",
            wrong_number_of_cells: "列の数が見出しと一致しません",
            unclosed_quote: "引用符が閉じられていません",
            malformed_quote: "引用符の位置が正しくありません",
            row_too_long: "行が長すぎます",
        },
    },
    fields: ImportFields {
        external_id: "応募ID",
        name: "氏名",
        kana: "氏名かな",
        email: "メールアドレス",
        phone: "電話番号",
        position_name: "募集ポジション名",
        applied_at: "応募日時",
        birth_date: "生年月日",
        postal_code: "郵便番号",
        address: "住所",
        ad_id: "求人広告ID",
        scout: "スカウトの判定",
        scope: "サービスの区分",
    },
    warnings: ImportWarnings {
        heading: "【ご確認ください】",
        cap_reached: "・{medium}から一度に取得できる上限の{cap}件に達しました。取り込めていない応募がある\
            可能性がありますので、{medium}の画面で件数をご確認ください。連携開始時刻を増やすと、\
            上限に達しにくくなります。",
        rule_format: "・振り分けルールのうち{rules}件は、「求人媒体」が「{source}」のままのため、\
            適用されませんでした。「{format}」に変更してください。",
        native_import_active: "・次の媒体は、ATS側の媒体連携が停止されていません：{media}。応募者が重複して\
            登録される可能性がありますので、「採用担当者」の役割をお持ちの代表者様が「未連携」に\
            変更してください。",
        single_recipient: "・通知メールの宛先が1件のみです。エラーの見落としを防ぐため、複数のご担当者様\
            またはメーリングリストをCcに追加されることをおすすめいたします。",
    },
    finished: ImportNews {
        subject: "【完了】応募者の取り込み：{account}（新規{new}件）",
        content: "応募者の取り込みが完了しました。",
    },
    token_link: ImportNews {
        subject: "【ご案内】APIトークンの受け取り：{account}",
        content: "{medium}の画面に登録していただくAPIトークンを発行しました。安全のため、\
            トークンはこのメールに記載しておりません。",
    },
    token_action: "APIトークンを表示：{url}
このリンクは一度だけ、発行から{hours}時間以内に限りご利用いただけます。表示されたトークンをコピーし、\
{medium}の画面に登録してください。有効期限が切れた場合は、設定画面からもう一度発行してください。",
    partial: ImportTrouble {
        subject: "【要確認】応募者の取り込み：{account}に取り込めない行があります（{failed}件）",
        content: "応募者の取り込みが完了しましたが、取り込めなかった行があります。",
        cause: "{medium}から取得したデータに、正しく読み取れない行が含まれていました。該当する行と項目は\
            下記のとおりです。",
        remedy: "{medium}の画面で、該当する応募者をご確認ください。次回以降の取り込みの対象期間に\
            含まれる場合は、自動的に再度読み取ります。含まれない場合や、エラーが解消しない場合は、\
            お手数ですがATSに直接ご登録ください。",
    },
    medium_login_failed: ImportTrouble {
        subject: "【要対応】応募者の取り込み：{account}にログインできません",
        content: "媒体へのログインに失敗したため、応募者を取り込めませんでした。このアカウントの\
            自動取り込みを一時停止しています。",
        cause: "登録されているログインIDまたはパスワードが正しくありません。{medium}側で変更されたか、\
            アカウントがロックされている可能性があります。",
        remedy: "{medium}の画面にログインできることをご確認のうえ、アカウント設定でログインIDと\
            パスワードを入力し直し、ログインチェックを実行してください。ログインチェックに成功すると、\
            次の連携開始時刻から自動取り込みを再開し、停止中にあった応募もあわせて取り込みます。",
    },
    ats_login_failed: ImportTrouble {
        subject: "【要対応】応募者の取り込み：ATSのAPIトークンが無効です（{account}）",
        content: "ATSの認証に失敗したため、応募をATSに送信できませんでした。解消するまで、送信を\
            停止しています。",
        cause: "登録されているATSのAPIトークンが無効です。ATS側で削除または再発行された可能性があります。",
        remedy: "ATSの管理画面で現在のAPIトークンを削除して新しいトークンを発行し、設定画面の\
            「ATS連携情報（Api Token）」に入力してください。未送信の応募（{kept}件）は保管しており、\
            新しいトークンの登録後に自動的に送信します。",
    },
    format_changed: ImportTrouble {
        subject: "【要対応】応募者の取り込み：{account}のデータ形式が変更されています",
        content: "媒体のデータに必要な列が見つからなかったため、取り込みを中止しました。",
        cause: "次の列がいずれも見つかりませんでした：{expected}（項目：{field}）。{medium}のデータ形式が\
            変更された可能性があります。",
        remedy: "{medium}側で出力する項目を設定できる場合は、上記のいずれかの列が出力されるように\
            設定してください。設定できない場合は、管理者にこのメールを転送し、対応をご依頼ください。\
            対応後の取り込みで、今回取り込めなかった応募もあわせて取り込みます。",
    },
    undecodable: ImportTrouble {
        subject: "【要対応】応募者の取り込み：{account}のデータを読み取れません",
        content: "媒体のデータを読み取れなかったため、取り込みを中止しました。",
        cause: "データの{line}行目に、UTF-8としてもShift_JISとしても読み取れない文字が含まれています。\
            文字化けした情報の登録を防ぐため、このデータは取り込んでおりません。",
        remedy: "次の連携開始時刻に、データを自動的に取得し直します。再度このメールが届く場合は、\
            {medium}から出力したデータの{line}行目付近をご確認のうえ、管理者にお問い合わせください。",
    },
    medium_unreachable: ImportTrouble {
        subject: "【エラー】応募者の取り込み：{account}に接続できません",
        content: "媒体から応答がなかったため、応募者を取り込めませんでした。",
        cause: "{medium}でメンテナンスまたは障害が発生している可能性があります。",
        remedy: "通常、ご対応は不要です。次の連携開始時刻に自動的にやり直し、今回取り込めなかった応募も\
            あわせて取り込みます。続けて発生する場合は、{medium}からのお知らせをご確認のうえ、\
            {medium}の画面にログインできるかどうかをお確かめください。",
    },
    ats_unreachable: ImportTrouble {
        subject: "【エラー】応募者の取り込み：ATSに接続できません（{account}）",
        content: "媒体から応募者を取得しましたが、ATSから応答がなかったため、送信できていない応募が\
            あります。",
        cause: "ATSでメンテナンスまたは障害が発生している可能性があります。",
        remedy: "通常、ご対応は不要です。未送信の応募（{kept}件）は保管しており、ATSの復旧後に自動的に\
            送信します。続けて発生する場合は、ATSからのお知らせをご確認ください。",
    },
    configuration_error: ImportTrouble {
        subject: "【要対応】応募者の取り込み：{account}の設定をご確認ください",
        content: "設定に問題があるため、取り込みを実行できませんでした。",
        cause: "必要な設定が不足しているか、正しくありません（エラーコード：{code}）。",
        remedy: "設定画面で、アカウント、ATS連携情報、振り分けルールの設定をご確認のうえ、\
            修正してください。修正後は、次の連携開始時刻から取り込みを再開します。ご不明な場合は、\
            管理者にエラーコードをお伝えください。",
    },
    schedule_paused: ImportTrouble {
        subject: "【要対応】応募者の取り込み：{account}の自動取り込みを停止しました",
        content: "ログインチェックに失敗したため、このアカウントの自動取り込みを一時停止しました。\
            ログインチェックに成功するまで、応募者は取り込まれません。",
        cause: "登録されているログインIDまたはパスワードが正しくないか、{medium}から時間内に応答が\
            ありませんでした。",
        remedy: "{medium}の画面にログインできることをご確認のうえ、アカウント設定でログインIDと\
            パスワードを入力し直し、ログインチェックをもう一度実行してください。成功すると、\
            次の連携開始時刻から自動取り込みを再開し、停止中にあった応募もあわせて取り込みます。",
    },
    late: ImportTrouble {
        subject: "【遅延】応募者の取り込み：{account}が完了していません（{minutes}分経過）",
        content: "連携開始から{minutes}分が経過しましたが、取り込みがまだ完了していません。",
        cause: "応募者の件数が多いか、{medium}またはATSの応答に時間がかかっている可能性があります。",
        remedy: "処理を続けておりますので、そのままお待ちください。完了しだい、結果をメールで\
            お知らせいたします。完了するまで、このアカウントの次の取り込みは開始されません。結果のメールが\
            届かない場合は、管理者にお問い合わせください。",
    },
};
