//go:build linux || freebsd || openbsd || netbsd

package dialogs

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// portal is a desktop portal whose file chooser answers at once.
type portal struct {
	bus    *dbus.Conn
	code   uint32
	uris   []string
	silent bool // the user does not choose
	asked  chan map[string]dbus.Variant
}

func (p *portal) SaveFile(sender dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	options["saving"] = dbus.MakeVariant(true)
	return p.OpenFile(sender, parent, title, options)
}

func (p *portal) OpenFile(sender dbus.Sender, _, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token := options["handle_token"].Value().(string)
	path := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_") + "/" + token)
	if !p.silent {
		results := map[string]dbus.Variant{}
		if p.code == 0 {
			results["uris"] = dbus.MakeVariant(p.uris)
		}
		if err := p.bus.Emit(path, requestName+".Response", p.code, results); err != nil { // before the call's own answer, as may happen
			return path, dbus.MakeFailedError(err)
		}
	}
	p.asked <- options
	return path, nil
}

// withBus starts a bus of its own with a portal on it.
func withBus(t *testing.T, p *portal) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("no dbus-daemon")
	}
	config := filepath.Join(t.TempDir(), "bus.conf")
	if err := os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:tmpdir=`+t.TempDir()+`</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(daemon, "--config-file="+config, "--nofork", "--print-address")
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Process.Kill(); _ = run.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	if p == nil {
		return
	}
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	p.bus, p.asked = bus, make(chan map[string]dbus.Variant, 1)
	if err := bus.Export(p, portalPath, "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
}

func TestThePortalChoosesFiles(t *testing.T) {
	p := &portal{uris: []string{"file:///home/a/b%20c.txt", "file:///home/a/d+e%2B%25.pdf"}}
	withBus(t, p)
	paths, err := portalChooser(t.Context(), FileRequest{Title: "Add files", Extensions: []string{".txt", ".7z"}, Several: true, Folder: "/home/a"})
	if want := []string{"/home/a/b c.txt", "/home/a/d+e+%.pdf"}; err != nil || !slices.Equal(paths, want) {
		t.Errorf("chosen are %q, %v, want %q", paths, err, want)
	}
	options := <-p.asked
	if several := options["multiple"].Value(); several != true {
		t.Errorf("several may be chosen: %v", several)
	}
	if filters := options["filters"].String(); !strings.Contains(filters, "*.[tT][xX][tT]") || !strings.Contains(filters, "*.7[zZ]") || dbus.MakeVariant(fileFilters([]string{".txt"})).Signature().String() != "a(sa(us))" {
		t.Errorf("the filters are %s", filters)
	}
	if folder := options["current_folder"].Value(); string(folder.([]byte)) != "/home/a\x00" {
		t.Errorf("it begins in %q", folder)
	}
	p.uris = []string{"file:///home/a/New%20name.csv"}
	paths, err = portalChooser(t.Context(), FileRequest{Title: "Export", Save: true, Name: "Claims.csv", Extensions: []string{".csv"}, Folder: "/home/a"})
	if err != nil || !slices.Equal(paths, []string{"/home/a/New name.csv"}) {
		t.Errorf("to be written is %q, %v", paths, err)
	}
	options = <-p.asked
	_, several := options["multiple"]
	if name := options["current_name"].Value(); name != "Claims.csv" || options["saving"].Value() != true || several || string(options["current_folder"].Value().([]byte)) != "/home/a\x00" {
		t.Errorf("asked with %v", options)
	}
	for code, failed := range map[uint32]bool{1: false, 2: true} { // cancelled, ended otherwise
		p.code = code
		if paths, err := portalChooser(t.Context(), FileRequest{}); len(paths) != 0 || (err != nil) != failed {
			t.Errorf("answered %d: %q, %v", code, paths, err)
		}
		<-p.asked
	}
	p.code, p.uris = 0, []string{"https://example.org/a.txt"}
	if paths, err := portalChooser(t.Context(), FileRequest{}); err == nil {
		t.Errorf("of an address on the web: %q", paths)
	}
}

// A chooser that is open does not keep the program from ending, nor does a desktop without one.
func TestThePortalThatDoesNotAnswer(t *testing.T) {
	p := &portal{silent: true}
	withBus(t, p)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := portalChooser(ctx, FileRequest{})
		done <- err
	}()
	<-p.asked
	stop()
	if err := <-done; err == nil {
		t.Error("it chose something")
	}
	withBus(t, nil)
	if paths, err := portalChooser(t.Context(), FileRequest{}); err == nil {
		t.Errorf("without a portal: %q", paths)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=localhost,port=1")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if _, err := portalChooser(t.Context(), FileRequest{}); !errors.Is(err, errNoChooser) {
		t.Errorf("over a network: %v", err)
	}
}

// Formatted text comes from the programs that desktops have for it; a program that fails, or gives nothing, gives none.
func TestTheClipboardsFormattedText(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("WAYLAND_DISPLAY", "wayland-test")
	t.Setenv("DISPLAY", "")
	script := func(body string) {
		if err := os.WriteFile(filepath.Join(folder, "wl-paste"), []byte("#!/bin/sh\n"+body), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	script(`case "$*" in "--no-newline --type text/html") printf '<p>One</p>';; --list-types) printf 'text/plain\ntext/html\n';; esac`)
	if got := clipboardHTML(t.Context()); string(got) != "<p>One</p>" {
		t.Errorf("got %q", got)
	}
	script(`case "$*" in --list-types) echo UTF8_STRING;; *) echo One;; esac`)
	if got := clipboardHTML(t.Context()); got != nil {
		t.Errorf("of plain text: %q", got)
	}
	script("echo text/html; exit 1")
	if got := clipboardHTML(t.Context()); got != nil {
		t.Errorf("of a program that failed: %q", got)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	script("echo text/html; cat /dev/zero")
	if got := clipboardHTML(ctx); got != nil {
		t.Errorf("of one that was stopped: %d bytes", len(got))
	}
	if err := start("there-is-no-such-program"); err == nil || !strings.Contains(err.Error(), "open it by hand") {
		t.Errorf("got %v", err)
	}
}
