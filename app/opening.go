package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/seeds"
	"factmark/store"
)

// openDefault opens the workspace in the user's data folder; the first time it
// is made, with the sample documents in it, brought by this person.
func openDefault(ctx context.Context, path string, person store.Person) (*store.Store, error) {
	st, err := store.OpenToRead(ctx, path)
	if !errors.Is(err, fs.ErrNotExist) {
		return st, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the workspace: %w", err)
	}
	// The file gets its name when the samples are in it, so that a first start
	// which is cut short leaves nothing half made.
	unfinished := path + ".new"
	for _, leftover := range []string{unfinished, unfinished + "-wal", unfinished + "-shm"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("clearing a first start that was cut short: %w", err)
		}
	}
	st, err = store.Create(ctx, unfinished)
	if err != nil {
		return nil, err
	}
	if err = st.SignIn(ctx, person); err == nil {
		err = addSamples(ctx, st)
	}
	if closed := st.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return nil, fmt.Errorf("naming the workspace: %w", err)
	}
	return store.Open(ctx, path)
}

func addSamples(ctx context.Context, st *store.Store) error {
	var documents []store.NewDocument
	reader := ingest.NewReader(ingest.Options{})
	defer reader.Close()
	for _, f := range seeds.Files() {
		for _, part := range reader.Decode(ctx, f.Name, f.Bytes) {
			if part.Err != nil {
				return fmt.Errorf("reading the sample: %w", part.Err)
			}
			documents = append(documents, importing.New(part.Document))
		}
	}
	_, err := st.AddSamples(ctx, documents)
	return err
}

// open opens another workspace away from the interface thread; the open one
// stays until the other is there.
func (w *window) open(path string, open func(context.Context, string) (*store.Store, error)) {
	path, err := filepath.Abs(path)
	if err != nil {
		w.ShowError(err)
		return
	}
	if w.Workspace == nil {
		w.Win.SetContent(container.NewCenter(widget.NewLabel(locale.T("Opening {{.File}}…", "File", format.VisibleLines(filepath.Base(path))))))
	} else if path == w.Workspace.Store.Path() && !w.Workspace.ReadOnly() { // which may have changed meanwhile, or can be written now
		return
	}
	w.MayLeave(locale.T("Leave without saving?"), func() { w.openNow(path, open) })
}

func (w *window) openNow(path string, open func(context.Context, string) (*store.Store, error)) {
	w.Back.Go(func() {
		st, err := open(context.Background(), path)
		w.Back.OnUI(func() {
			if err != nil {
				w.notOpened(path, err)
				return
			}
			if w.Active != nil {
				w.Active.Leave()
			}
			if w.Workspace != nil {
				w.leave(w.Workspace)
			}
			w.KeepProfile(func() error { return w.Profile.AddRecent(path) }, w.fillRecent)
			w.use(workspace.New(st, w.Profile, w.Back))
		})
	})
}

// leave lets go of a workspace once all that was done in it is written.
func (w *window) leave(model *workspace.Workspace) {
	w.Back.Serial(func() {
		_ = model.Drafts.Flush() // what can't be written was asked about
		model.Stop()
		if err := model.Store.Close(); err != nil {
			w.Back.OnUI(func() { w.ShowError(fmt.Errorf("closing the workspace: %w", err)) })
		}
	})
}

// notOpened says why a workspace could not be opened. Without another one open
// the window offers the ways on.
func (w *window) notOpened(path string, err error) {
	if w.Workspace != nil {
		w.ShowError(fmt.Errorf("opening %s: %w", path, err))
		return
	}
	title := dialogs.Bold(locale.T("Couldn't open {{.File}}", "File", format.VisibleLines(filepath.Base(path))))
	title.SizeName = theme.SizeNameSubHeadingText
	title.Alignment = fyne.TextAlignCenter
	why := dialogs.Wrapped(workspace.Sentence(err) + "\n\n" + format.VisibleLines(path))
	why.Alignment = fyne.TextAlignCenter
	backups := dialogs.NewKeyButton(locale.T("Restore a backup of it…"), w.ModalKey, func() { w.RestoreDialog(path) })
	w.start.Actions = w.startActions()
	page := w.start.NewPage(func() {})
	w.Win.SetContent(container.NewVScroll(container.NewCenter(container.NewVBox(title,
		container.NewGridWrap(fyne.NewSize(560, 110), why), container.NewCenter(backups), widget.NewSeparator(), page.Body))))
}

func (w *window) askOpenWorkspace() {
	w.AskFile(profile.Workspaces, locale.T("Open workspace"), locale.X("verb: Open", "Open"), "", dialogs.FileThere, w.OpenWorkspace)
}

func (w *window) askNewWorkspace() {
	w.AskFile(profile.Workspaces, locale.T("New workspace"), locale.T("Create"), locale.T("Claims")+store.Extension, dialogs.FreeForNew, func(path string) {
		w.SwitchTo(path, store.Create)
	})
}

func (w *window) askBackup() {
	name := locale.T("{{.Name}} copy", "Name", store.NameOf(w.Workspace.Store.Path())) + store.Extension
	w.AskFile(profile.Copies, locale.T("Save a copy"), locale.T("Save"), name, dialogs.FreeForNew, func(path string) {
		model := w.Workspace
		model.Notices.Send(locale.T("Copying the workspace…"))
		model.Back.Go(func() {
			err := model.Store.Backup(model.Ctx, path, nil)
			model.Back.OnUI(func() {
				if err != nil && !errors.Is(err, store.ErrUnsure) {
					model.Fail(fmt.Errorf("copying to %s: %w", path, err))
					return
				}
				model.Notices.Send(locale.T("A copy was saved and checked: {{.File}}", "File", path))
			})
		})
	})
}
