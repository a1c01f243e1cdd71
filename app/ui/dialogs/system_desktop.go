//go:build linux || freebsd || openbsd || netbsd

package dialogs

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"factmark/app/ingest"
	"factmark/app/locale"
)

// Desktop is what the user's desktop does: its file chooser comes from the XDG desktop portal, over the local socket of the session's bus.
func Desktop() System {
	return System{ChooseFiles: portalChooser, ClipboardHTML: clipboardHTML, OpenFile: func(path string) error { return start("xdg-open", path) }}
}

// answerWithin is how long the desktop has to answer anything but the user's choice.
const answerWithin = 5 * time.Second

// The names of the portal, from the XDG Desktop Portal's documentation of org.freedesktop.portal.FileChooser and Request.
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	chooserMethod = "org.freedesktop.portal.FileChooser.OpenFile"
	saverMethod   = "org.freedesktop.portal.FileChooser.SaveFile"
	requestName   = "org.freedesktop.portal.Request"
)

// fileRule and fileFilter are a pattern and a named list of them, as the portal takes them.
type (
	fileRule struct {
		Kind    uint32 // 0: a glob
		Pattern string
	}
	fileFilter struct {
		Name  string
		Rules []fileRule
	}
)

// portalChooser has the portal show its file chooser.
func portalChooser(ctx context.Context, r FileRequest) ([]string, error) {
	address := sessionBus()
	if address == "" {
		return nil, errNoChooser
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	late := time.AfterFunc(answerWithin, cancel) // a bus, or a portal, that does not answer
	defer late.Stop()
	bus, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer bus.Close() // which ends the request
	// The answer's place is known beforehand, so that it cannot come before it is waited for.
	token := "factmark" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	request := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	answers := make(chan *dbus.Signal, 8)
	bus.Signal(answers)
	listen := func(at dbus.ObjectPath) error {
		return bus.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(at), dbus.WithMatchInterface(requestName), dbus.WithMatchMember("Response"))
	}
	if err := listen(request); err != nil {
		return nil, err
	}
	method, options := chooserMethod, map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token), "modal": dbus.MakeVariant(true)}
	if r.Save {
		method, options["current_name"] = saverMethod, dbus.MakeVariant(r.Name)
	} else {
		options["multiple"], options["directory"] = dbus.MakeVariant(r.Several), dbus.MakeVariant(r.Folders)
	}
	if filepath.IsAbs(r.Folder) {
		options["current_folder"] = dbus.MakeVariant(append([]byte(r.Folder), 0))
	}
	if len(r.Extensions) > 0 {
		options["filters"] = dbus.MakeVariant(fileFilters(r.Extensions))
	}
	var handle dbus.ObjectPath
	if err := bus.Object(portalName, portalPath).CallWithContext(ctx, method, 0, r.Parent, r.Title, options).Store(&handle); err != nil {
		return nil, err
	}
	if handle != request { // of a portal older than the token
		if err := listen(handle); err != nil {
			return nil, err
		}
	}
	if !late.Stop() {
		return nil, errNoChooser
	}
	for {
		select {
		case answer, open := <-answers:
			if !open {
				return nil, errNoChooser
			}
			if answer.Path == handle || answer.Path == request {
				return chosenPaths(answer.Body)
			}
		case <-bus.Context().Done():
			return nil, errNoChooser
		}
	}
}

// sessionBus is the address of the session's bus, where it is a local socket: no connection leaves this computer.
func sessionBus() string {
	for address := range strings.SplitSeq(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), ";") {
		if strings.HasPrefix(address, "unix:") {
			return address
		}
	}
	if folder := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(folder) {
		socket := filepath.Join(folder, "bus")
		if _, err := os.Stat(socket); err == nil {
			return "unix:path=" + dbus.EscapeBusAddressValue(socket)
		}
	}
	return ""
}

// fileFilters are the files with these extensions, in letters of either case, and all files.
func fileFilters(extensions []string) []fileFilter {
	known := fileFilter{Name: locale.T("Supported files")}
	for _, extension := range extensions {
		var glob strings.Builder
		glob.WriteByte('*')
		for _, r := range extension {
			if lower, upper := strings.ToLower(string(r)), strings.ToUpper(string(r)); lower != upper {
				glob.WriteString("[" + lower + upper + "]")
			} else {
				glob.WriteRune(r)
			}
		}
		known.Rules = append(known.Rules, fileRule{0, glob.String()})
	}
	return []fileFilter{known, {locale.T("All files"), []fileRule{{0, "*"}}}}
}

// chosenPaths reads the portal's answer: 0 with the addresses of files, or another number where the user has chosen none.
func chosenPaths(answer []any) ([]string, error) {
	if len(answer) != 2 {
		return nil, errNoChooser
	}
	code, isCode := answer[0].(uint32)
	results, isMap := answer[1].(map[string]dbus.Variant)
	switch {
	case !isCode || !isMap:
		return nil, errNoChooser
	case code == 1: // cancelled
		return nil, nil
	case code != 0:
		return nil, errNoChooser
	}
	uris, _ := results["uris"].Value().([]string)
	var paths []string
	for _, uri := range uris {
		u, err := url.Parse(uri)
		if err != nil || u.Scheme != "file" || !filepath.IsAbs(u.Path) {
			return nil, fmt.Errorf("the file chooser gave %q, which is no file on this computer", uri)
		}
		paths = append(paths, u.Path)
	}
	return paths, nil
}

// clipboardHTML asks the programs that desktops have for their clipboards: wl-paste under Wayland, xclip under X11. Some that own a clipboard
// give their plain text under any name: only what they list counts.
func clipboardHTML(ctx context.Context) []byte {
	const html = "text/html"
	for _, ask := range []struct {
		display, program string
		list, paste      []string
	}{
		{"WAYLAND_DISPLAY", "wl-paste", []string{"--list-types"}, []string{"--no-newline", "--type", html}},
		{"DISPLAY", "xclip", []string{"-selection", "clipboard", "-out", "-target", "TARGETS"}, []string{"-selection", "clipboard", "-out", "-target", html}},
	} {
		program, err := exec.LookPath(ask.program)
		if os.Getenv(ask.display) == "" || err != nil || !slices.Contains(strings.Fields(string(output(ctx, program, ask.list...))), html) {
			continue
		}
		if content := output(ctx, program, ask.paste...); len(content) > 0 {
			return content
		}
	}
	return nil
}

// output is what a program writes, where it ends well in time and writes no more than can be read.
func output(ctx context.Context, program string, args ...string) []byte {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.WaitDelay = time.Second
	var content bounded
	command.Stdout = &content
	if command.Run() != nil {
		return nil
	}
	return slices.Clip([]byte(content))
}

// bounded holds what can be imported, and refuses more.
type bounded []byte

func (b *bounded) Write(p []byte) (int, error) {
	if len(*b)+len(p) > ingest.MaxBytes {
		return 0, fmt.Errorf("more than %d MB", ingest.MaxBytes>>20)
	}
	*b = append(*b, p...)
	return len(p), nil
}
