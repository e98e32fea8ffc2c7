//! English: also what everybody reads whose language has no texts, so dates and zones are written so
//! that they can't be misread anywhere.

use super::{Dates, HostPages, Invitation, Page, Reasons, Sample, Text, Texts};

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
