//! English.

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Hello,\n\nHere is the latest on your automatic import of applicants.",
        company: "Company: {company}",
        company_id: "Company ID: {company_id}",
        account: "Job board: {account}",
        content: "What happened: {content}",
        cause: "Cause: {cause}",
        remedy: "What to do: {remedy}",
        start: "Start time: {time}",
        started: "Actual start: {time}",
        finished: "Ended: {time}",
        at: "{date}, {time}, {zone}",
        between: ", ",
        closing: "This mail was sent automatically.",
    },
    counts: ImportCounts {
        heading: "Result",
        seen: "– Returned by the job board: {seen}",
        new: "– New: {new}",
        known: "– Imported before: {known}",
        unrouted: "– Without a job, as no routing rule matched: {unrouted}",
        duplicates: "– Possible duplicates: {duplicates}",
        skipped: "– Not to be imported: {skipped}",
        failed: "– Errors: {failed}",
        delivered: "– Delivered to the ATS: {delivered}",
    },
    rows: ImportRows {
        heading: "Rows that were not imported",
        row: "– Line {line}: {reason}",
        more: "– Further rows: {more}",
        reasons: RowReasons {
            required: "a required value is missing",
            date_unreadable: "the date cannot be read",
            wrong_number_of_cells: "the number of cells differs from the header",
            unclosed_quote: "a quotation mark is not closed",
            malformed_quote: "a quotation mark is in the wrong place",
            row_too_long: "the row is too long",
        },
    },
    fields: ImportFields {
        external_id: "application ID",
        name: "name",
        kana: "reading of the name",
        email: "mail address",
        phone: "telephone number",
        position_name: "position name",
        applied_at: "date of application",
        birth_date: "date of birth",
        postal_code: "postal code",
        address: "address",
        ad_id: "advertisement ID",
        scout: "mark of a scout",
        scope: "kind of service",
    },
    warnings: ImportWarnings {
        heading: "Please note",
        cap_reached: "– {medium} returns at most {cap} rows at once, and returned as many. Some \
            applicants may be missing, so please compare the numbers on {medium}. With more start \
            times a day this is less likely.",
        rule_format: "– Routing rules that did not apply, because their job board is still \
            “{source}”: {rules}. Please change it to “{format}”.",
        native_import_active: "– The ATS itself still imports from: {media}. Applicants may be \
            registered twice. Please have somebody with the recruiter role unlink these job boards \
            in the ATS.",
        single_recipient: "– Only one address receives these mails. Please add colleagues or a \
            mailing list in Cc, so that errors are noticed.",
    },
    finished: ImportNews {
        subject: "Applicants imported: {account}, new: {new}",
        content: "The import has finished.",
    },
    token_link: ImportNews {
        subject: "Your API token for {account}",
        content: "The API token to enter on {medium} has been issued. To keep it safe, this mail \
            does not contain it.",
    },
    token_action: "Show the API token: {url}
The link works once and is valid for {hours} h. Copy the token and enter it on {medium}. If the link \
has expired, issue a new token in the settings.",
    partial: ImportTrouble {
        subject: "Please check: {account}, rows not imported: {failed}",
        content: "The import has finished, but some rows were not imported.",
        cause: "{medium} returned rows that cannot be read. The lines and columns are listed below.",
        remedy: "Please look up these applicants on {medium}. As long as they fall within the period \
            of an import to come, they are read again by themselves. Otherwise, or if the error \
            remains, please enter them in the ATS yourself.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Action needed: cannot sign in to {account}",
        content: "Signing in to the job board failed, so no applicants were imported. Automatic \
            imports of this account are paused.",
        cause: "The stored login ID or password is not correct. It may have been changed on {medium}, \
            or the account may be locked there.",
        remedy: "Please make sure that you can sign in on {medium}, enter login ID and password again \
            in the account’s settings and run the login check. Once it succeeds, imports resume at \
            the next start time and include the applicants of the meantime.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Action needed: the ATS does not accept the token ({account})",
        content: "Signing in to the ATS failed, so applications were not delivered. Delivery stops \
            until this is solved.",
        cause: "The stored API token of the ATS is not valid. It may have been deleted or replaced in \
            the ATS.",
        remedy: "Please delete the present token in the ATS, issue a new one and enter it in the \
            settings. Applications kept until then: {kept}. They are delivered by themselves once \
            the new token is there.",
    },
    format_changed: ImportTrouble {
        subject: "Action needed: the data of {account} has another format",
        content: "The import was stopped, because the job board’s data lacks a required column.",
        cause: "None of these columns was found: {expected} (item: {field}). {medium} may have changed \
            its format.",
        remedy: "If you can choose the columns on {medium}, please add one of those above. Otherwise \
            forward this mail to your administrator. The first import after that includes the \
            applicants who are missing now.",
    },
    undecodable: ImportTrouble {
        subject: "Action needed: the data of {account} cannot be read",
        content: "The import was stopped, because the job board’s data cannot be read.",
        cause: "Line {line} of the data holds characters that are neither UTF-8 nor Shift_JIS. So that \
            no garbled text is registered, nothing of it was imported.",
        remedy: "At the next start time the data is fetched again by itself. If you get this mail once \
            more, please look at the data exported from {medium} near line {line} and contact your \
            administrator.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Error: {account} cannot be reached",
        content: "The job board did not answer, so no applicants were imported.",
        cause: "{medium} may be under maintenance or out of order.",
        remedy: "Usually there is nothing to do: the import is tried again at the next start time and \
            includes the applicants who are missing now. If this happens repeatedly, please read \
            the announcements of {medium} and see whether you can sign in there.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Error: the ATS cannot be reached ({account})",
        content: "Applicants were fetched from the job board, but the ATS did not answer, so some \
            applications are not delivered yet.",
        cause: "The ATS may be under maintenance or out of order.",
        remedy: "Usually there is nothing to do. Applications kept until then: {kept}. They are \
            delivered by themselves once the ATS answers. If this happens repeatedly, please read \
            the announcements of the ATS.",
    },
    configuration_error: ImportTrouble {
        subject: "Action needed: the settings of {account}",
        content: "The import could not run with the present settings.",
        cause: "A required setting is missing or not correct (code: {code}).",
        remedy: "Please check the account, the ATS token and the routing rules in the settings and \
            correct them. Imports then resume at the next start time. If in doubt, give the code \
            to your administrator.",
    },
    schedule_paused: ImportTrouble {
        subject: "Action needed: automatic imports of {account} are paused",
        content: "The login check failed, so automatic imports of this account are paused. No \
            applicants are imported until a login check succeeds.",
        cause: "The stored login ID or password is not correct, or {medium} did not answer in time.",
        remedy: "Please make sure that you can sign in on {medium}, enter login ID and password again \
            in the account’s settings and repeat the login check. Once it succeeds, imports resume \
            at the next start time and include the applicants of the meantime.",
    },
    late: ImportTrouble {
        subject: "Late: the import from {account} has not finished",
        content: "It is {minutes} min since the import began, and it has not finished yet.",
        cause: "There may be many applicants, or {medium} or the ATS may be slow.",
        remedy: "Please wait: the import goes on, and you get a mail with its result. Until then no \
            other import of this account begins. If no mail comes, please contact your \
            administrator.",
    },
};
