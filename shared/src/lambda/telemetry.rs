//! Logs and metrics: one JSON object a line on standard output, which Lambda hands to CloudWatch. Lines
//! carry ids, codes and counts; nothing that a person wrote and nothing secret is ever an argument.
//!
//! Work runs inside a span that [`work`] makes, and every line that is written within carries the
//! span's `trace`: one search finds a booking's way from the webhook to the mail. Metrics are lines in
//! CloudWatch's embedded metric format (CloudWatch user guide, "Embedded metric format specification").

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Span, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{
    FmtContext, FormatEvent, FormatFields, FormattedFields, MakeWriter, layer,
};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;

use crate::clock::Clock;
use crate::metrics;

/// The span's field that every line carries.
const TRACE: &str = "trace";

/// Starts logging to standard output. CloudWatch adds the time.
pub fn start() {
    // Only fails when logging was started before, which is as good.
    let _ = tracing::subscriber::set_global_default(lines(Clock::system(), std::io::stdout));
}

/// What writes the lines of a process to `out`.
pub fn lines(
    clock: Clock,
    out: impl for<'w> MakeWriter<'w> + Send + Sync + 'static,
) -> impl Subscriber + Send + Sync {
    let lines = layer().fmt_fields(TraceOnly).event_format(Lines { clock }).with_writer(out);
    tracing_subscriber::registry().with(lines).with(LevelFilter::INFO)
}

/// The span of one piece of work; lines within it carry `trace`.
pub fn work(trace: &str) -> Span {
    tracing::info_span!("work", trace)
}

/// Keeps of a span's fields the trace alone.
struct TraceOnly;

impl<'w> FormatFields<'w> for TraceOnly {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut line = Line::default();
        fields.record(&mut line);
        match line.get(TRACE).and_then(Value::as_str) {
            Some(trace) => writer.write_str(trace),
            None => Ok(()),
        }
    }
}

/// Writes events as lines.
struct Lines {
    clock: Clock,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut fields = Line::default();
        event.record(&mut fields);
        let target = event.metadata().target();
        let mut line = if target == metrics::TARGET {
            fields.into_metric(self.clock.now().as_millisecond())
        } else {
            let mut line = Line::default();
            line.put("level", event.metadata().level().as_str());
            line.put("target", target);
            line.0.append(&mut fields.0);
            line
        };
        if let Some(trace) = trace_of(context).filter(|_| line.get(TRACE).is_none()) {
            line.put(TRACE, trace);
        }
        writeln!(writer, "{}", serde_json::to_string(&line).map_err(|_| fmt::Error)?)
    }
}

/// The trace of the innermost span that has one.
fn trace_of<S, N>(context: &FmtContext<'_, S, N>) -> Option<String>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    context.event_scope()?.find_map(|span| {
        let extensions = span.extensions();
        let trace = &extensions.get::<FormattedFields<N>>()?.fields;
        (!trace.is_empty()).then(|| trace.clone())
    })
}

/// A line's fields in their order.
#[derive(Default)]
struct Line(Vec<(Cow<'static, str>, Value)>);

impl Line {
    fn put(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.0.push((name.into(), value.into()));
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(its, _)| *its == name).map(|(_, value)| value)
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(its, _)| *its == name)?;
        Some(self.0.remove(at).1)
    }

    /// A metric's fields as CloudWatch reads them: what is neither name, unit nor value is a dimension.
    fn into_metric(mut self, now_ms: i64) -> Self {
        let mut take = |name| self.take(name).unwrap_or_default();
        let (name, unit, value) = (take("metric"), take("unit"), take("value"));
        let dimensions: Vec<_> = self.0.iter().map(|(dimension, _)| dimension).collect();
        let directive = json!({
            "Namespace": metrics::NAMESPACE,
            "Dimensions": [dimensions],
            "Metrics": [{ "Name": name, "Unit": unit }],
        });
        let mut line = Self::default();
        line.put("_aws", json!({ "Timestamp": now_ms, "CloudWatchMetrics": [directive] }));
        line.put(name.as_str().unwrap_or_default().to_owned(), value);
        line.0.append(&mut self.0);
        line
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Visit for Line {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field.name(), format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests;
