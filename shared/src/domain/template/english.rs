//! The built-in templates in English.

use super::builtin::Builtin;
use crate::domain::event::Audience;

const fn english(
    name: &'static str,
    audience: Audience,
    subject: &'static str,
    body: &'static str,
) -> Builtin {
    Builtin { name, audience, locale: "en", subject, body }
}

/// Every built-in template, in English.
pub(super) static ENGLISH: &[Builtin] = &[
    english(
        "customer_link",
        Audience::Attendee,
        "Your link: {service_name}, {start_date} at {start_time}",
        "Hello,

we meet online:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Join here: {zoom_meeting_url}
Password, if you are asked for one: {zoom_meeting_password}

See you soon!
{tenant_name}
",
    ),
    english(
        "customer_changed",
        Audience::Attendee,
        "Changed: {service_name}, now {start_date} at {start_time}",
        "Hello,

your online meeting has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Join here: {zoom_meeting_url}
Password, if you are asked for one: {zoom_meeting_password}

Please use this link even if you have an earlier one.

See you soon!
{tenant_name}
",
    ),
    english(
        "customer_cancelled",
        Audience::Attendee,
        "Cancelled: {service_name}, {start_date} at {start_time}",
        "Hello,

your online meeting has been cancelled, and the link you have is no longer valid:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}

Kind regards
{tenant_name}
",
    ),
    english(
        "staff_link",
        Audience::Host,
        "You host: {service_name}, {start_date} at {start_time}",
        "Hello,

you are the host of this online meeting:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name} {customer_email}
Note: {note}

Start as host: {zoom_meeting_url_host}
Your own lasting link: {host_page}
The first link expires in about two hours; the second always works, until the meeting is over.

Password, if the meeting has one: {zoom_meeting_password}

Please keep both links to yourself: whoever opens them is the host.
",
    ),
    english(
        "staff_changed",
        Audience::Host,
        "Changed: {service_name}, now {start_date} at {start_time}",
        "Hello,

an online meeting that you host has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name} {customer_email}
Note: {note}

Start as host: {zoom_meeting_url_host}
Your own lasting link: {host_page}
The first link expires in about two hours; the second always works, until the meeting is over.

Password, if the meeting has one: {zoom_meeting_password}

Please keep both links to yourself: whoever opens them is the host.
",
    ),
    english(
        "staff_cancelled",
        Audience::Host,
        "Cancelled: {service_name}, {start_date} at {start_time}",
        "Hello,

you no longer host this online meeting: it was cancelled or given to somebody else.

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Customer: {customer_name}
",
    ),
    english(
        "staff_info",
        Audience::Staff,
        "For your information: {service_name}, {start_date} at {start_time}",
        "Hello,

an online meeting has been arranged:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

To join as a guest: {meeting_url}
Password, if you are asked for one: {meeting_password}
",
    ),
    english(
        "staff_info_changed",
        Audience::Staff,
        "Changed: {service_name}, now {start_date} at {start_time}",
        "Hello,

an online meeting has changed. This is how it stands now:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

To join as a guest: {meeting_url}
Password, if you are asked for one: {meeting_password}
",
    ),
    english(
        "staff_info_cancelled",
        Audience::Staff,
        "Cancelled: {service_name}, {start_date} at {start_time}",
        "Hello,

this online meeting does not take place:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}
",
    ),
    english(
        "blocked_notice",
        Audience::Staff,
        "Action needed: {service_name}, {start_date} at {start_time}",
        "Hello,

this session still has no online meeting, because somebody must act first:

{service_name}
{start_date}, {start_time}–{end_time}, {time_zone}
Host: {host_name}
Customer: {customer_name}

What is wrong: {reason}

As soon as it is put right, the meeting is made by itself and everybody gets their link.
",
    ),
];
