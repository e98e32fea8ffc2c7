//! The simulators on a port, with connections that can really be dropped.

use std::io;

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::{Dropped, Simulators, problem};

/// No call to a simulator is larger: SES takes 40 MB, which base64 makes a third longer.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// On a response: [`serve`] closes the connection instead of sending it.
///
/// A router can only answer; this mark is how it says that there shall be no answer. A server that
/// does not know the mark shows the 502 that carries it.
#[derive(Debug, Clone, Copy)]
pub struct DropConnection;

impl From<Dropped> for Response<Body> {
    fn from(dropped: Dropped) -> Self {
        let answer = problem::problem(StatusCode::BAD_GATEWAY, "dropped", &dropped.to_string());
        let mut response = answer.map(Body::from);
        response.extensions_mut().insert(DropConnection);
        response
    }
}

impl Simulators {
    /// Everything on the simulators' port: each provider under its prefix, and `/_sim`. Serve it
    /// with [`serve`], or calls that shall be dropped are answered 502.
    pub fn router(&self) -> Router {
        let simulators = self.clone();
        Router::new().fallback(move |request: Request<Body>| {
            let simulators = simulators.clone();
            async move { respond(&simulators, request).await }
        })
    }
}

async fn respond(simulators: &Simulators, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        let detail = "the body is too large or was cut off";
        let answer = problem::problem(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail);
        return answer.map(Body::from);
    };
    match simulators.call(Request::from_parts(parts, body)).await {
        Ok(response) => response.map(Body::from),
        Err(dropped) => dropped.into(),
    }
}

/// Serves a router until the future is dropped, closing the connection of every response that is
/// marked with [`DropConnection`].
///
/// # Errors
/// The listener can't accept any more.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    // Connections end with the set, so nothing outlives the server.
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, router.clone()));
            }
            // The client went away again before it was accepted.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => return Err(error),
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        let answer = router.call(request.map(Body::new));
        async move {
            let Ok(response) = answer.await;
            match response.extensions().get::<DropConnection>() {
                // An error from the service makes hyper close the connection without a byte.
                Some(DropConnection) => Err(Dropped),
                None => Ok(response),
            }
        }
    });
    // A connection that ends early is the client's business, or what a fault asked for.
    let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}
