//! The endpoint over a socket.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::{Aws, Fault, Service};
use super::with_queues;

async fn serve(aws: &Aws) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = aws.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Sends one request and reads all that comes back.
async fn exchange(address: &str, target: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\nx-amz-target: {target}\r\n\
         content-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A broken connection may end in an error after what was read.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn requests_over_a_socket_are_answered_or_broken_off() {
    let (aws, _) = with_queues();
    let address = serve(&aws).await;
    let message = json!({"QueueUrl": aws.queue_url("work"), "MessageBody": "x"}).to_string();
    let answer = exchange(&address, "AmazonSQS.SendMessage", &message).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/x-amz-json-1.0"), "{answer}");

    aws.fail_next(Service::Sqs, "SendMessage", 1, Fault::answer_lost());
    let answer = exchange(&address, "AmazonSQS.SendMessage", &message).await;
    assert!(!answer.contains("MessageId") && !answer.ends_with("0\r\n\r\n"), "{answer}");
    assert_eq!(aws.depth("work").unwrap().visible, 2, "the lost answer's message is there");

    let answer = exchange(&address, "Unknown.Thing", "{}").await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}
