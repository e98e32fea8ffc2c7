//! Spanish, with «usted». A no-break space (U+00A0) keeps a time with its «de».

use super::{
    ConnectInvitation, ConnectPage, ConsentPages, Dates, HostPages, Invitation, Joining, Notices,
    Page, Reasons, Sample, Text, Texts,
};

pub(super) const DATES: Dates = Dates {
    days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    day: "{weekday}, {day} de {month} de {year}",
    first: "1",
    time: "%H:%M",
    minutes: " min",
    brackets: [" (", ")"],
    zones: &[
        ("Europe/Madrid", "hora peninsular"),
        ("Atlantic/Canary", "hora de Canarias"),
        ("America/Mexico_City", "hora de Ciudad de México"),
        ("America/Bogota", "hora de Colombia"),
        ("America/Lima", "hora de Perú"),
        ("America/Santiago", "hora de Chile"),
        ("America/Argentina/Buenos_Aires", "hora de Argentina"),
    ],
};

pub(super) const INVITATION: Invitation = Invitation {
    when: "{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}",
    join: "Unirse: ",
    password: "Contraseña: ",
};

pub(super) const HOST_PAGES: HostPages = HostPages {
    over: Page {
        title: "Este enlace ya no es válido",
        text: "La reunión ha terminado, se ha cancelado o ahora está a cargo de otra persona. En ese \
               caso, esa persona tiene su propio enlace.",
    },
    unknown: Page {
        title: "Aquí no hay nada",
        text: "El enlace está incompleto. Vuelva a abrirlo desde el correo o cópielo entero.",
    },
    trouble: Page {
        title: "Ahora mismo no es posible",
        text: "El servicio de vídeo no ha proporcionado un enlace de inicio. Vuelva a abrir esta \
               página dentro de un momento; si el problema continúa, consulte con su administrador.",
    },
};

pub(super) const CONSENT_PAGES: ConsentPages = ConsentPages {
    connected: Page {
        title: "La cuenta está conectada",
        text: "Todo ha ido bien. Ya puede cerrar esta página.",
    },
    missing_scopes: Page {
        title: "Faltan permisos",
        text: "No se han concedido todos los permisos, por lo que la cuenta todavía no se puede \
               usar. Vuelva a conectarla y deje marcadas todas las casillas.",
    },
    denied: Page {
        title: "No se ha conectado nada",
        text: "Ha rechazado el acceso. Si cambia de opinión, el enlace de la invitación sigue \
               trayendo hasta aquí.",
    },
    blocked_by_admin: Page {
        title: "Antes debe aprobarlo su departamento de informática",
        text: "Un administrador de la cuenta de su empresa debe aprobar la aplicación para todos \
               los usuarios. Pídaselo a su departamento de informática y después vuelva a \
               conectar la cuenta.",
    },
    wrong_account: Page {
        title: "Era otra cuenta",
        text: "La sesión se inició con una cuenta distinta de la de su dirección de trabajo. \
               Cierre la sesión en el servicio, abra de nuevo el enlace y entre con su cuenta de \
               trabajo.",
    },
    expired: Page {
        title: "Se ha agotado el tiempo",
        text: "La conexión ha tardado demasiado o ya se había completado. Empiece de nuevo.",
    },
    unknown: Page {
        title: "Esta dirección no es válida",
        text: "Solo funciona una vez y puede que ya se haya usado. Empiece de nuevo desde la \
               invitación.",
    },
    trouble: Page {
        title: "Ahora mismo no es posible",
        text: "El servicio no responde. Inténtelo de nuevo dentro de unos minutos.",
    },
};

pub(super) const CONNECT_PAGE: ConnectPage = ConnectPage {
    title: "Conecte sus cuentas para reuniones",
    intro: "Cuando {tenant_name} programa entrevistas a su cargo, los enlaces de las reuniones se \
        crean con las cuentas que conecte aquí.",
    connect: "Conectar {provider}",
    connected: "Conectado",
    not_connected: "Todavía sin conectar",
    attention: "Hay que volver a conectar",
    done: "Todo está conectado, ya puede cerrar esta página.",
    gone: Page {
        title: "Este enlace ya se ha usado o ha caducado",
        text: "Solo vale una vez y por tiempo limitado. Pida uno nuevo a quien le envió la \
               invitación.",
    },
};

pub(super) const CONNECT_INVITATION: ConnectInvitation = ConnectInvitation {
    subject: "{tenant_name}: conecte {providers}, por favor",
    greeting: "Hola, {person_name}:",
    intro: "A partir de ahora, cuando se programen entrevistas a su cargo, los enlaces de las \
        reuniones se crearán automáticamente. Para ello, le pedimos que conecte {providers}. Solo \
        hay que hacerlo una vez y bastan unos minutos:",
    after_number: ". ",
    steps: [
        "Abra su enlace personal: {connect_url}\nEs solo para usted y es válido hasta el {until}.",
        "Consulte la lista de sus cuentas: indica cuáles están ya conectadas.",
        "Elija lo que va a conectar: {providers}.",
        "Pulse «Conectar».",
        "Inicie sesión con su propia cuenta de trabajo, la de esta dirección de correo, y acepte \
         los permisos que se le pidan.",
        "Cuando la página indique que todo está conectado, habrá terminado. Nosotros también lo \
         vemos, no hace falta que nos avise.",
    ],
    closing: "Si algo no funciona, díganoslo. Le ayudaremos con mucho \
        gusto.\n\n¡Gracias!\n{tenant_name}",
    until: "{date}, a las\u{a0}{time} h, {zone}",
    joining: Joining { pair: " y ", inner: ", ", last: " y " },
};

pub(super) const NOTICES: Notices = Notices {
    needs_reauth: Text {
        subject: "Hay que volver a conectar {provider}: {person_name}",
        body: "La conexión de {person_name} con {provider} ya no funciona. Las reuniones que la necesitan \
            quedan en espera y se crean solas en cuanto vuelve a funcionar.\n\nPida a {person_name} que \
            conecte {provider} de nuevo o envíe otra invitación.",
    },
    connected: Text {
        subject: "{person_name} ha conectado {provider}",
        body: "{person_name} ha conectado {provider}. Desde ahora, los enlaces de las reuniones que dirige \
            {person_name} se crean solos.",
    },
    authoriser_leaving: Text {
        subject: "{provider}: quien hizo la conexión deja {person_name}",
        body: "La conexión de {person_name} con {provider} la hizo una persona que se va. Puede \
            terminar junto con su cuenta.\n\nPida a alguien que se queda que conecte {provider} \
            de nuevo o, mejor, use una cuenta de servicio. Todo lo demás queda como está.",
    },
};

pub(super) const SAMPLE: Sample = Sample {
    service: "Primera consulta",
    company: "Clínica del Mar",
    guest: "Lucía Muñoz",
    host: "Andrés Núñez",
    note: "Llevaré los informes anteriores.",
    time_zone: "Europe/Madrid",
};

pub(super) const REASONS: Option<Reasons> = Some(Reasons {
    service_unknown: "El servicio reservado no está configurado. Créelo o corrija su identificador.",
    not_connected: "El servicio de vídeo no está conectado. Conéctelo en la configuración.",
    connection_disabled: "La conexión con el servicio de vídeo está desactivada. Actívela.",
    feature_disabled: "El proveedor está desactivado en los ajustes de la empresa.",
    invalid_credentials: "El servicio de vídeo no acepta las credenciales. Cópielas de nuevo y \
        compruebe la conexión.",
    app_not_activated: "La aplicación no está activada en el servicio de vídeo. Actívela y compruebe \
        la conexión.",
    insufficient_scope: "A la aplicación le falta un permiso en el servicio de vídeo. Añádalo y \
        compruebe la conexión.",
    needs_reauth: "La autorización del servicio de vídeo ha caducado. Vuelva a conectarlo.",
    blocked_by_admin: "El administrador del servicio de vídeo ha bloqueado la conexión. Pídale que la \
        permita.",
    denied: "Se ha rechazado la autorización del servicio de vídeo. Vuelva a conectarlo y acepte los \
        permisos.",
    account_mismatch: "La conexión pertenece a otra cuenta. Conecte la correcta.",
    host_not_mapped: "La persona a cargo no está vinculada a un usuario del servicio de vídeo. \
        Vincúlela.",
    host_not_found: "El usuario del servicio de vídeo vinculado no existe o no está activo. Elija otro.",
    host_not_licensed: "El usuario del servicio de vídeo vinculado no puede organizar reuniones. \
        Asígnele una licencia o elija otro.",
    teams_not_available: "Microsoft no crea una reunión de Teams para la persona a cargo. \
        Asígnele una licencia de Teams y compruebe que Teams está activado en la empresa.",
    mailbox_not_enabled: "La persona a cargo no tiene buzón en Exchange Online. Asígnele una \
        licencia que lo incluya o elija a otra persona.",
    mailbox_excluded: "Una directiva de Exchange impide a la aplicación el acceso al buzón de \
        la persona a cargo. Añádala al grupo que indica la directiva.",
    access_policy_missing: "Ninguna directiva de Teams permite a la aplicación celebrar \
        reuniones en nombre de la persona a cargo. Pida al administrador de Teams que la añada.",
    host_not_authenticated: "La persona a cargo todavía no ha conectado su propia cuenta del \
        servicio de vídeo. Invítela a hacerlo.",
    organizer_not_synchronized: "La persona a cargo no está sincronizada con el calendario de la \
        empresa. Añádala a la sincronización.",
    shared_mailbox_cannot_host: "Un buzón compartido no puede organizar reuniones. Elija a una \
        persona con buzón propio.",
    calendar_integration_inactive: "La conexión con el calendario de la empresa no está activa. \
        Conéctelo en la configuración.",
    meet_disabled_in_admin_console: "Google Meet no está activado para la persona a cargo. Actívelo en \
        la consola de administración de Google.",
    passcode_policy: "Las normas de contraseñas del servicio de vídeo no admiten ocho dígitos. \
        Relájelas o desactive la contraseña aleatoria del servicio.",
    cannot_verify_create: "No se sabe si la reunión llegó a crearse y no se puede comprobar. Añada a \
        la aplicación los permisos de lectura y compruebe la conexión.",
    template_unusable: "El tema o la descripción del servicio no se pueden usar. Corríjalos en la \
        configuración.",
});

pub(super) const TEXTS: Texts = Texts {
    customer_link: Text {
        subject: "Su enlace: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Su reunión tendrá lugar en línea:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}

Unirse a la reunión: {zoom_meeting_url}
Contraseña, si se le solicita: {zoom_meeting_password}

¡Hasta pronto!
{tenant_name}
",
    },
    customer_changed: Text {
        subject: "Cambio: {service_name} – ahora {start_date}, {start_time} h",
        body: "Hola:

Su reunión en línea ha cambiado. Estos son los datos actualizados:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}

Unirse a la reunión: {zoom_meeting_url}
Contraseña, si se le solicita: {zoom_meeting_password}

Utilice este enlace aunque haya recibido otro anteriormente.

¡Hasta pronto!
{tenant_name}
",
    },
    customer_cancelled: Text {
        subject: "Cancelación: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Su reunión en línea se ha cancelado y el enlace que recibió ya no es válido:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}

Un cordial saludo,
{tenant_name}
",
    },
    staff_link: Text {
        subject: "A su cargo: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Esta reunión en línea está a su cargo:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
Cliente: {customer_name} {customer_email}
Nota: {note}

Iniciar la reunión: {host_page}
Contraseña, si la reunión la tiene: {zoom_meeting_password}

Este enlace funciona hasta que termine la reunión.
Enlace de inicio directo, válido solo unas dos horas: {zoom_meeting_url_host}

No comparta estos dos enlaces: quien los abra dirigirá la reunión.
",
    },
    staff_changed: Text {
        subject: "Cambio: {service_name} – ahora {start_date}, {start_time} h",
        body: "Hola:

Ha cambiado una reunión en línea a su cargo. Estos son los datos actualizados:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
Cliente: {customer_name} {customer_email}
Nota: {note}

Iniciar la reunión: {host_page}
Contraseña, si la reunión la tiene: {zoom_meeting_password}

Este enlace funciona hasta que termine la reunión.
Enlace de inicio directo, válido solo unas dos horas: {zoom_meeting_url_host}

No comparta estos dos enlaces: quien los abra dirigirá la reunión.
",
    },
    staff_cancelled: Text {
        subject: "Cancelación: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Esta reunión en línea ya no está a su cargo: se ha cancelado o se ha asignado a otra persona.

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
Cliente: {customer_name}
",
    },
    staff_info: Text {
        subject: "Para su información: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Se ha concertado una reunión en línea:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}
Cliente: {customer_name}

Unirse como invitado: {meeting_url}
Contraseña, si se le solicita: {meeting_password}
",
    },
    staff_info_changed: Text {
        subject: "Cambio: {service_name} – ahora {start_date}, {start_time} h",
        body: "Hola:

Ha cambiado una reunión en línea. Estos son los datos actualizados:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}
Cliente: {customer_name}

Unirse como invitado: {meeting_url}
Contraseña, si se le solicita: {meeting_password}
",
    },
    staff_info_cancelled: Text {
        subject: "Cancelación: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Esta reunión en línea no se celebrará:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}
Cliente: {customer_name}
",
    },
    blocked_notice: Text {
        subject: "Acción necesaria: {service_name} – {start_date}, {start_time} h",
        body: "Hola:

Esta cita todavía no tiene reunión en línea, porque antes es necesario que alguien intervenga:

{service_name}
{start_date}, de\u{a0}{start_time} a {end_time} h, {time_zone}
A cargo de: {host_name}
Cliente: {customer_name}

Motivo: {reason}

En cuanto se resuelva, la reunión se creará automáticamente y todos recibirán su enlace.
",
    },
};
