//! Real hosts on this machine's own address, with the configurations that the project ships: what a class needs of them
//! holds, and an uploaded page is served as plain bytes.

use super::{folder, root, xtask};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

fn program(name: &str) -> PathBuf {
    [Path::new("/usr/sbin"), Path::new("/usr/bin")]
        .iter()
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .expect(name)
}

/// The shipped configuration with this test's folder and port in place of the real ones.
fn configured(name: &str, folder: &Path, port: u16) -> PathBuf {
    let text = std::fs::read_to_string(root().join("hosts").join(name)).expect("the configuration");
    let place = folder.display().to_string();
    let text = text
        .replace("/srv/augu", &place)
        .replace("/run/", &format!("{place}/"))
        .replace("/var/log/lighttpd/", &format!("{place}/"))
        .replace("/var/log/nginx/", &format!("{place}/"))
        .replace("server.bind = \"0.0.0.0\"", "server.bind = \"127.0.0.1\"")
        .replace("server.port = 80", &format!("server.port = {port}"))
        .replace("listen 0.0.0.0:80", &format!("listen 127.0.0.1:{port}"));
    let file = folder.join(name);
    std::fs::write(&file, text).expect("written");
    file
}

fn prepare(name: &str, users: &str) -> PathBuf {
    // Where a server that gives up root may write, too.
    let folder = std::env::temp_dir().join(format!("augu-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for inside in ["site", "data", "uploads"] {
        let inside = folder.join(inside);
        std::fs::create_dir_all(&inside).expect("a folder");
        let _ = Command::new("chmod").arg("777").arg(&inside).status();
    }
    let _ = Command::new("chmod").arg("755").arg(&folder).status();
    std::fs::write(folder.join("users"), users).expect("written");
    std::fs::write(folder.join("site/index.html"), "<!doctype html><title>Augu</title>").expect("written");
    folder
}

fn wait_for(port: u16) {
    for _ in 0..100 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("nothing answers on port {port}");
}

/// What `cargo xtask host-check` prints, and whether all that is needed holds.
fn host_check(url: &str, options: &[&str]) -> (bool, String) {
    let output = Command::new(xtask()).arg("host-check").arg(url).args(options).output().expect("xtask starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

fn line<'a>(table: &'a str, what: &str) -> &'a str {
    table.lines().find(|line| line.starts_with(what)).unwrap_or("no such line")
}

/// What a school's host with a password keeps to: all that a class needs, nothing erased, nothing listed, and only with the
/// right password. Returns the table.
fn serves_a_class(port: u16) -> String {
    wait_for(port);
    let url = format!("http://127.0.0.1:{port}/data/");
    let (well, table) = host_check(&url, &["--user", "augu:secret"]);
    assert!(well, "{table}");
    assert!(line(&table, "files cannot be erased").contains("yes"), "{table}");
    assert!(line(&table, "the folder is not listed").contains("yes"), "{table}");
    let (well, refused) = host_check(&url, &["--user", "augu:wrong"]);
    assert!(!well, "{refused}");
    table
}

#[test]
fn lighttpd_serves_a_class() {
    let folder = prepare("lighttpd", "augu:secret\n");
    let port = free_port();
    let file = configured("lighttpd.conf", &folder, port);
    let child = Command::new(program("lighttpd")).arg("-D").arg("-f").arg(file).stdout(Stdio::null()).spawn();
    let _server = Server(child.expect("lighttpd starts"));
    let table = serves_a_class(port);
    assert!(line(&table, "an upload that breaks off").contains("yes"), "{table}");
    let _ = std::fs::remove_dir_all(folder);
}

fn nginx(folder: &Path, configuration: &Path) -> Server {
    let child = Command::new(program("nginx"))
        .arg("-p")
        .arg(folder)
        .arg("-c")
        .arg(configuration)
        .args(["-g", "daemon off; master_process off;"])
        .spawn();
    Server(child.expect("nginx starts"))
}

#[test]
fn nginx_serves_a_class() {
    // As `htpasswd -s` writes it: SHA-1 of `secret`.
    let folder = prepare("nginx", "augu:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
    let port = free_port();
    let file = configured("nginx.conf", &folder, port);
    let _server = nginx(&folder, &file);
    serves_a_class(port);
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn the_projects_own_host_serves_a_class() {
    let data = folder("own-host");
    let port = free_port();
    let child = Command::new(xtask())
        .args(["serve", "--only-data", "--port", &port.to_string(), "--data-password", "secret", "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .spawn();
    let _server = Server(child.expect("the host starts"));
    let table = serves_a_class(port);
    for what in ["PUT can be asked to create only", "an upload that breaks off", "a file of 40 MiB does not"] {
        assert!(line(&table, what).contains("yes"), "{table}");
    }
    assert!(!host_check(&format!("http://127.0.0.1:{port}/data/"), &[]).0);
}

#[test]
fn an_s3_compatible_store_behind_a_proxy_serves_a_class() {
    let folder = prepare("store", "");
    let (store_port, port) = (free_port(), free_port());
    let store = Command::new("node")
        .arg(root().join("node_modules/s3rver/bin/s3rver.js"))
        .args(["--address", "127.0.0.1", "--port", &store_port.to_string(), "--configure-bucket", "school"])
        .arg("--no-vhost-buckets")
        .arg("--directory")
        .arg(folder.join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _store = Server(store.expect("the store starts"));
    wait_for(store_port);
    let key = ["--s3", "S3RVER:S3RVER:us-east-1"];
    // The store alone keeps files well and would serve an uploaded page as a page.
    let (well, table) = host_check(&format!("http://127.0.0.1:{store_port}/school/"), &key);
    assert!(!well && line(&table, "an uploaded page is served").contains("NO"), "{table}");
    for what in ["PUT stores", "GET gives", "PUT overwrites", "a file of 3 MiB"] {
        assert!(line(&table, what).contains("yes"), "{table}");
    }
    let file = configured("nginx-store.conf", &folder, port);
    let text =
        std::fs::read_to_string(&file).expect("read").replace("127.0.0.1:9000", &format!("127.0.0.1:{store_port}"));
    std::fs::write(&file, text).expect("written");
    let _proxy = nginx(&folder, &file);
    wait_for(port);
    let url = format!("http://127.0.0.1:{port}/school/");
    let (well, table) = host_check(&url, &key);
    assert!(well, "{table}");
    assert!(line(&table, "files cannot be erased").contains("yes"), "{table}");
    let (well, _) = host_check(&url, &["--s3", "NOBODY:wrong:us-east-1"]);
    assert!(!well, "a key that the store does not know writes nothing");
    let _ = std::fs::remove_dir_all(folder);
}
