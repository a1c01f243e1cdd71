// Package app is Factmark's window. It joins the panes and dialogs of app/ui with the menu, the table of
// commands, the keys and the status bar, and opens and leaves workspaces.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"factmark/app/crash"
	"factmark/app/icon"
	"factmark/app/instance"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// id names the program to the desktop; FyneApp.toml has it too, but is not read
// where the program runs away from its folder.
const id = "io.factmark.Factmark"

// ErrNoDisplay says that there is no screen to open a window on.
var ErrNoDisplay = errors.New("there is no display to open a window on; without one, use the commands: factmark import, claims, export, check, backup (factmark help tells more)")

// Run opens the window on a workspace and returns once it is closed and all work is written. An empty path
// stands for the user's own workspace, which is made with the sample documents the first time. The error is an
// Ended where the user did not close the window, and ErrNoDisplay where there is no screen. The version is the program's, as it names itself.
func Run(path, version string) error {
	if !hasDisplay() {
		return ErrNoDisplay
	}
	if err := store.RemoveLeftovers(); err != nil {
		slog.Warn("leftovers stay", "error", err)
	}
	p, err := profile.Load()
	if err != nil {
		return err
	}
	first, err := firstInstance(path)
	if first == nil || err != nil {
		return err // nil: the window that is open has been handed the file
	}
	defer first.End()
	locale.Use(p.Language())
	if cache, err := os.UserCacheDir(); err == nil {
		// The toolkit complains where its cache folder's parent is missing.
		if err := os.MkdirAll(cache, 0o700); err != nil {
			slog.Warn("no cache folder", "error", err)
		}
	}
	// Go lends a processor that waits for a call into the graphics driver to other goroutines, and a frame makes hundreds of such calls: while all
	// others work, each could cost a time slice of 10 ms. One more than there are keeps the interface thread's free.
	runtime.GOMAXPROCS(max(runtime.GOMAXPROCS(0), runtime.NumCPU()) + 1)
	// The toolkit would look for them in the folders that the program was built and is run in.
	app.SetMetadata(fyne.AppMetadata{ID: id, Name: "Factmark", Version: version, Icon: icon.Resource})
	a := app.NewWithID(id)
	a.SetIcon(icon.Resource)
	w := newWindow(a, p, workspace.NewBackground(fyne.Do))
	w.System = dialogs.Desktop()
	w.crashes = watchCrashes(a.Metadata().Version)
	defer w.crashes.End()
	if aside := p.Damaged(); aside != "" {
		w.notice = locale.T("Your settings were damaged and have been reset. The old ones are in {{.File}}.", "File", aside)
	}
	if err := w.openFirst(path); err != nil {
		return err
	}
	w.takeHanded(first)
	ending := w.endOnSignals()
	if err := w.show(); err != nil {
		return err
	}
	if err := w.finish(); err != nil {
		return err
	}
	return ending.why()
}

// firstInstance makes this the process that has the window; nil where another one has it, which was handed the file then.
func firstInstance(path string) (*instance.First, error) {
	folder, err := profile.InstanceFolder()
	if err != nil {
		return nil, err
	}
	first, err := instance.Start(folder, path, instance.Patience)
	if errors.Is(err, instance.ErrNoAnswer) {
		return nil, errors.New(locale.T("Factmark is running already and does not answer. Close its window or end it, then start it again."))
	}
	return first, err
}

// watchCrashes keeps what the program says if it crashes. Where that is not possible it runs all the same.
func watchCrashes(version string) *crash.Reports {
	folder, err := profile.CrashReports()
	if err != nil {
		return &crash.Reports{}
	}
	reports, err := crash.Watch(folder, version)
	if err != nil {
		slog.Warn("no crash report will be kept", "error", err)
	}
	return reports
}

// show runs the window until it is closed. Where a display is named but cannot
// be reached, the toolkit panics before it has started.
func (w *window) show() (err error) {
	started := false
	w.App.Lifecycle().SetOnStarted(func() { started = true })
	defer func() {
		if !started && recover() != nil {
			err = ErrNoDisplay
		}
	}()
	w.Win.Show()
	w.fitScreen()
	w.App.Run()
	return nil
}

// openFirst opens what the program was started with.
func (w *window) openFirst(path string) error {
	if path != "" {
		w.SwitchTo(path, workspace.OpenOrCreate)
		return nil
	}
	path, err := profile.DefaultWorkspace()
	if err != nil {
		return err
	}
	w.welcome = !w.Profile.StartPageShown()
	w.SwitchTo(path, w.openDefault)
	return nil
}

// openDefault opens the user's own workspace, or makes it.
func (w *window) openDefault(ctx context.Context, path string) (*store.Store, error) {
	person := w.Profile.Person()
	return openDefault(ctx, path, store.Person{ID: person.ID, Name: person.Name})
}

// finish writes what is still under way and what is typed, and closes the
// workspace. The interface thread has ended; nothing is shown any more.
func (w *window) finish() error {
	if w.Workspace == nil {
		w.Back.End()
		return nil
	}
	w.Workspace.Stop() // reading, importing and exporting end; what the user did is still written
	w.Back.End()
	w.Workspace.Writes.TryLast()
	if lost := w.Workspace.Writes.State(); lost.Count > 0 {
		slog.Error("not saved", "changes", lost.Failed)
	}
	pane := w.panes.claims
	id, note, typing := pane.List.NoteTyped()
	if !typing || w.Workspace.IsHidden(id) {
		id = ""
	}
	var key store.DraftKey
	if pane.Note != nil {
		key = pane.Note.Key
	}
	if err := w.Workspace.Drafts.End(id, note, key); err != nil {
		slog.Error("not saved", "what was typed", err)
	}
	if err := w.Workspace.Store.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", filepath.Base(w.Workspace.Store.Path()), err)
	}
	return nil
}

func hasDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin", "android", "ios":
		return true
	}
	return os.Getenv("WAYLAND_DISPLAY") != "" || hasX(os.Getenv("DISPLAY"))
}

// hasX tells whether an X server may be there: a display of this computer has a
// socket, one of another computer is for the toolkit to find.
func hasX(display string) bool {
	local, is := strings.CutPrefix(strings.TrimPrefix(display, "unix"), ":")
	if !is {
		return display != ""
	}
	number, _, _ := strings.Cut(local, ".")
	_, err := os.Stat("/tmp/.X11-unix/X" + number)
	return err == nil
}
