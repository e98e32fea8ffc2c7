//! English: also what everybody reads whose language has no texts, so dates and zones are written so
//! that they can't be misread anywhere.

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    day: "{weekday} {day} {month} {year}",
    first: "1",
    time: "%H:%M",
    minutes: " min",
    brackets: [" (", ")"],
    zones: &[],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, {start_time}–{end_time}, {time_zone}",
    join: "Join: ",
    password: "Password: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "This link has ended",
        text: "The session is over, was cancelled, or has another host now. If it was moved to \
               somebody else, they have a link of their own.",
    },
    unknown: Page {
        title: "There is nothing here",
        text: "This link is not complete. Open it from the mail again, or copy all of it.",
    },
    trouble: Page {
        title: "Not just now",
        text: "The video service gave no start link. Open this page again in a moment; if that does \
               not help, ask your administrator.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "The account is connected",
        text: "Everything worked, and you can close this page.",
    },
    missing_scopes: Page {
        title: "Something was not allowed",
        text: "Not every permission was given, so the account cannot be used yet. Please connect \
               once more and leave all boxes ticked.",
    },
    denied: Page {
        title: "Nothing was connected",
        text: "You declined, so everything is as it was. If you change your mind, the link in the \
               invitation still leads here.",
    },
    blocked_by_admin: Page {
        title: "Your IT department must allow this first",
        text: "An administrator of your company’s account must approve the application for all \
               users before anybody can connect. Please ask your IT department, then connect once \
               more.",
    },
    wrong_account: Page {
        title: "That was another account",
        text: "You were signed in with an account other than the one of your work address. Please \
               sign out of the service, open the link once more and sign in with your work \
               account.",
    },
    expired: Page {
        title: "Time has run out",
        text: "Connecting took too long, or was finished already. Please begin again.",
    },
    unknown: Page {
        title: "This address is not valid",
        text: "It works only once and may have been used already. Please begin again from the \
               invitation.",
    },
    trouble: Page {
        title: "Not just now",
        text: "The service does not answer at the moment. Please try again in a few minutes.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Connect your meeting accounts",
    intro: "When {tenant_name} plans interviews with you as the host, the meeting links are made \
        with the accounts that you connect here.",
    connect: "Connect {provider}",
    connected: "Connected",
    not_connected: "Not connected yet",
    attention: "Please connect once more",
    done: "Everything is connected, and you can close this page.",
    gone: Page {
        title: "This link has been used or has expired",
        text: "It works once and for a limited time. Please ask whoever invited you for a new one.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: please connect {providers}",
    greeting: "Hello {person_name},",
    intro: "From now on, when interviews are planned with you as the host, the meeting links are \
        made by themselves. For this, please connect {providers} once. It takes only a few \
        minutes:",
    after_number: ". ",
    steps: [
        "Open your personal link: {connect_url}\nIt is for you alone and valid until {until}.",
        "Look at the list of your accounts: it shows which of them are connected already.",
        "Choose what is to be connected: {providers}.",
        "Press “Connect”.",
        "Sign in with your own work account, the one with the address to which we sent this mail, \
         and allow what you are asked for.",
        "When the page says that everything is connected, you are done. We see it too, so there \
         is no need to tell us.",
    ],
    closing: "If anything does not work, please let us know. We are glad to help.\n\nThank \
        you!\n{tenant_name}",
    until: "{date}, {time}, {zone}",
    joining: Joining { pair: " and ", inner: ", ", last: " and " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "{provider} must be connected again: {person_name}",
        body: "The connection of {person_name} to {provider} has ended. Meetings that need it wait, and are \
            made by themselves once it works again.\n\nAsk {person_name} to connect {provider} once \
            more, or send a new invitation.",
    },
    connected: Text {
        subject: "{person_name} has connected {provider}",
        body: "{person_name} has connected {provider}. From now on, links to meetings with {person_name} as \
            the host are made by themselves.",
    },
    authoriser_leaving: Text {
        subject: "{provider} was connected by somebody who is leaving {person_name}",
        body: "{person_name} is connected to {provider} by somebody who is leaving. The \
            connection can end with that person’s account.\n\nLet somebody who stays connect \
            {provider} once more, or better use a service account. Everything else stays as it \
            is.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "First consultation",
    company: "Harbour & Hill",
    guest: "Alice Morgan",
    host: "Daniel Reed",
    note: "I would like to bring a colleague.",
    time_zone: "Europe/London",
};

/// Reasons are written in English where they arise.
pub(super) const REASONS: Option<Reasons> = None;

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Your link: {service_name}, {start_date} at {start_time}",
        body: "Hello,

We will meet online:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Join here: {zoom_meeting_url}
Password, if you are asked for one: {zoom_meeting_password}

See you soon!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Changed: {service_name}, now {start_date} at {start_time}",
        body: "Hello,

Your online meeting has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Join here: {zoom_meeting_url}
Password, if you are asked for one: {zoom_meeting_password}

Please use this link even if you have an earlier one.

See you soon!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Cancelled: {service_name}, {start_date} at {start_time}",
        body: "Hello,

Your online meeting has been cancelled, and the link you have is no longer valid:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Kind regards
{tenant_name}
",
    },
    staff_link: Text {
        subject: "You host: {service_name}, {start_date} at {start_time}",
        body: "Hello,

You are the host of this online meeting:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name} {customer_email}
Note: {note}

Start as host: {host_page}
Password, if the meeting has one: {zoom_meeting_password}

This link works until the meeting is over.
Direct start link, valid for about two hours only: {zoom_meeting_url_host}

Please keep both links to yourself: whoever opens them is the host.
",
    },
    staff_changed: Text {
        subject: "Changed: {service_name}, now {start_date} at {start_time}",
        body: "Hello,

An online meeting that you host has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name} {customer_email}
Note: {note}

Start as host: {host_page}
Password, if the meeting has one: {zoom_meeting_password}

This link works until the meeting is over.
Direct start link, valid for about two hours only: {zoom_meeting_url_host}

Please keep both links to yourself: whoever opens them is the host.
",
    },
    staff_cancelled: Text {
        subject: "Cancelled: {service_name}, {start_date} at {start_time}",
        body: "Hello,

You no longer host this online meeting: it was cancelled or given to somebody else.

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name}
",
    },
    staff_info: Text {
        subject: "For your information: {service_name}, {start_date} at {start_time}",
        body: "Hello,

An online meeting has been arranged:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

Join as a guest: {meeting_url}
Password, if you are asked for one: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Changed: {service_name}, now {start_date} at {start_time}",
        body: "Hello,

An online meeting has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

Join as a guest: {meeting_url}
Password, if you are asked for one: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Cancelled: {service_name}, {start_date} at {start_time}",
        body: "Hello,

This online meeting does not take place:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Action needed: {service_name}, {start_date} at {start_time}",
        body: "Hello,

This session still has no online meeting, because somebody must act first:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

What is wrong: {reason}

As soon as it is put right, the meeting is made by itself and everybody gets their link.
",
    },
};
