//! Spanish, with «usted». A no-break space (U+00A0) keeps a time with its «las».

use super::{
    ImportCounts, ImportFields, ImportFrame, ImportMails, ImportNews, ImportRows, ImportTrouble,
    ImportWarnings, RowReasons,
};

pub(super) const MAILS: ImportMails = ImportMails {
    frame: ImportFrame {
        greeting: "Hola:\n\nEstas son las novedades de la importación automática de candidatos.",
        company: "Empresa: {company}",
        company_id: "ID de la empresa: {company_id}",
        account: "Portal de empleo: {account}",
        content: "Resultado: {content}",
        cause: "Causa: {cause}",
        remedy: "Qué hacer: {remedy}",
        start: "Hora de inicio de la importación: {time}",
        started: "Inicio real: {time}",
        finished: "Fin: {time}",
        at: "{date}, a las\u{a0}{time} h, {zone}",
        between: ", ",
        closing: "Este correo se ha enviado automáticamente.",
    },
    counts: ImportCounts {
        heading: "Recuento",
        seen: "– Recibidos del portal: {seen}",
        new: "– Nuevos: {new}",
        known: "– Importados antes: {known}",
        unrouted: "– Sin puesto, porque ninguna regla coincide: {unrouted}",
        duplicates: "– Posibles duplicados: {duplicates}",
        skipped: "– Fuera de la importación: {skipped}",
        failed: "– Errores: {failed}",
        delivered: "– Entregados al ATS: {delivered}",
    },
    rows: ImportRows {
        heading: "Filas que no se han importado",
        row: "– Línea {line}: {reason}",
        more: "– Otras filas: {more}",
        reasons: RowReasons {
            required: "falta un dato obligatorio",
            date_unreadable: "no se puede leer la fecha",
            wrong_number_of_cells: "el número de celdas no coincide con el encabezado",
            unclosed_quote: "falta cerrar unas comillas",
            malformed_quote: "unas comillas están mal colocadas",
            row_too_long: "la fila es demasiado larga",
        },
    },
    fields: ImportFields {
        external_id: "ID de la candidatura",
        name: "nombre",
        kana: "lectura del nombre",
        email: "dirección de correo",
        phone: "número de teléfono",
        position_name: "nombre del puesto",
        applied_at: "fecha de la candidatura",
        birth_date: "fecha de nacimiento",
        postal_code: "código postal",
        address: "dirección",
        ad_id: "ID del anuncio",
        scout: "indicador de scout",
        scope: "tipo de servicio",
    },
    warnings: ImportWarnings {
        heading: "Tenga en cuenta",
        cap_reached: "– {medium} devuelve como máximo {cap} filas a la vez, y se ha llegado a ese \
            límite. Pueden faltar candidatos: compare las cifras en {medium}. Con más horas de inicio \
            al día es menos probable.",
        rule_format: "– Reglas de asignación que no se han aplicado porque su portal sigue siendo \
            «{source}»: {rules}. Cámbielo por «{format}».",
        native_import_active: "– El propio ATS sigue importando desde: {media}. Puede haber candidatos \
            registrados dos veces. Pida a alguien con el rol de reclutador que desvincule estos \
            portales en el ATS.",
        single_recipient: "– Solo una dirección recibe estos correos. Añada en copia a otras personas \
            o una lista de distribución para que los errores no pasen inadvertidos.",
    },
    finished: ImportNews {
        subject: "Candidatos importados: {account}, nuevos: {new}",
        content: "La importación ha terminado.",
    },
    token_link: ImportNews {
        subject: "Su token de API para {account}",
        content: "Se ha emitido el token de API que debe introducirse en {medium}. Por seguridad, no \
            figura en este correo.",
    },
    token_action: "Mostrar el token de API: {url}
El enlace funciona una sola vez y es válido durante {hours} h. Copie el token e introdúzcalo en \
{medium}. Si el enlace ha caducado, emita un token nuevo en los ajustes.",
    partial: ImportTrouble {
        subject: "Para revisar: {account}, filas sin importar: {failed}",
        content: "La importación ha terminado, pero algunas filas no se han importado.",
        cause: "{medium} ha devuelto filas que no se pueden leer. Las líneas y columnas se indican más \
            abajo.",
        remedy: "Busque a estos candidatos en {medium}. Si entran en el periodo de una de las próximas \
            importaciones, se vuelven a leer automáticamente. De lo contrario, o si el error continúa, \
            introdúzcalos usted en el ATS.",
    },
    medium_login_failed: ImportTrouble {
        subject: "Se requiere su intervención: no se puede acceder a {account}",
        content: "No se ha podido acceder al portal de empleo, por lo que no se han importado \
            candidatos. La importación automática de esta cuenta está en pausa.",
        cause: "El identificador o la contraseña guardados no son correctos. Quizá se hayan cambiado \
            en {medium}, o la cuenta esté bloqueada allí.",
        remedy: "Compruebe que puede acceder a {medium}, vuelva a introducir el identificador y la \
            contraseña en los ajustes de la cuenta y ejecute la comprobación de acceso. Cuando sea \
            correcta, la importación se reanudará a la siguiente hora de inicio e incluirá también a \
            los candidatos llegados entretanto.",
    },
    ats_login_failed: ImportTrouble {
        subject: "Se requiere su intervención: el ATS no acepta el token ({account})",
        content: "No se ha podido acceder al ATS, por lo que hay candidaturas sin entregar. La entrega \
            queda detenida hasta que se resuelva.",
        cause: "El token de API del ATS guardado no es válido. Quizá se haya eliminado o sustituido en \
            el ATS.",
        remedy: "Elimine el token actual en el ATS, emita uno nuevo e introdúzcalo en los ajustes. \
            Candidaturas guardadas: {kept}. Se entregarán automáticamente cuando esté el token nuevo.",
    },
    format_changed: ImportTrouble {
        subject: "Se requiere su intervención: ha cambiado el formato de los datos, {account}",
        content: "La importación se ha detenido porque en los datos del portal falta una columna \
            obligatoria.",
        cause: "No se ha encontrado ninguna de estas columnas: {expected} (dato: {field}). Quizá \
            {medium} haya cambiado su formato.",
        remedy: "Si en {medium} se pueden elegir las columnas, añada una de las indicadas. Si no, \
            reenvíe este correo a su administrador. La primera importación posterior incluirá también \
            a los candidatos que ahora faltan.",
    },
    undecodable: ImportTrouble {
        subject: "Se requiere su intervención: no se pueden leer los datos, {account}",
        content: "La importación se ha detenido porque no se pueden leer los datos del portal.",
        cause: "La línea {line} de los datos contiene caracteres que no son ni UTF-8 ni Shift_JIS. \
            Para no registrar texto alterado, no se ha importado nada.",
        remedy: "A la siguiente hora de inicio, los datos se vuelven a pedir automáticamente. Si recibe \
            este correo otra vez, revise los datos exportados de {medium} en torno a la línea {line} y \
            consulte a su administrador.",
    },
    medium_unreachable: ImportTrouble {
        subject: "Error: no hay conexión con {account}",
        content: "El portal de empleo no ha respondido, por lo que no se han importado candidatos.",
        cause: "Es posible que {medium} esté en mantenimiento o tenga una avería.",
        remedy: "Normalmente no tiene que hacer nada: la importación se repite a la siguiente hora de \
            inicio e incluye también a los candidatos que ahora faltan. Si ocurre varias veces, \
            consulte los avisos de {medium} y compruebe que puede acceder.",
    },
    ats_unreachable: ImportTrouble {
        subject: "Error: no hay conexión con el ATS ({account})",
        content: "Los candidatos se han recibido del portal, pero el ATS no ha respondido, por lo que \
            hay candidaturas todavía sin entregar.",
        cause: "Es posible que el ATS esté en mantenimiento o tenga una avería.",
        remedy: "Normalmente no tiene que hacer nada. Candidaturas guardadas: {kept}. Se entregarán \
            automáticamente cuando el ATS responda. Si ocurre varias veces, consulte los avisos del \
            ATS.",
    },
    configuration_error: ImportTrouble {
        subject: "Se requiere su intervención: revise los ajustes de {account}",
        content: "La importación no se ha podido ejecutar con los ajustes actuales.",
        cause: "Falta un ajuste obligatorio o no es correcto (código: {code}).",
        remedy: "Revise y corrija en los ajustes la cuenta, el token del ATS y las reglas de \
            asignación. Después, la importación se reanudará a la siguiente hora de inicio. Si tiene \
            dudas, indique el código a su administrador.",
    },
    schedule_paused: ImportTrouble {
        subject: "Se requiere su intervención: importación automática de {account} en pausa",
        content: "La comprobación de acceso ha fallado, por lo que la importación automática de esta \
            cuenta está en pausa. No se importarán candidatos hasta que una comprobación sea correcta.",
        cause: "El identificador o la contraseña guardados no son correctos, o {medium} no ha \
            respondido a tiempo.",
        remedy: "Compruebe que puede acceder a {medium}, vuelva a introducir el identificador y la \
            contraseña en los ajustes de la cuenta y repita la comprobación de acceso. Cuando sea \
            correcta, la importación se reanudará a la siguiente hora de inicio e incluirá también a \
            los candidatos llegados entretanto.",
    },
    late: ImportTrouble {
        subject: "Retraso: la importación de {account} no ha terminado",
        content: "Han pasado {minutes} min desde el inicio de la importación, que todavía no ha \
            terminado.",
        cause: "Puede que haya muchos candidatos, o que {medium} o el ATS respondan despacio.",
        remedy: "Espere, por favor: la importación continúa y recibirá un correo con el resultado. \
            Hasta entonces no empezará otra importación de esta cuenta. Si no llega ningún correo, \
            consulte a su administrador.",
    },
};
