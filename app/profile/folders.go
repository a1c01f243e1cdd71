package profile

import "maps"

// FileKind is a kind of file that the user reads and writes. Each is offered in the folder that it was in last.
type FileKind string

// The kinds of files. Claims are those of another tool or machine, Copies those of whole workspaces.
const (
	Documents  FileKind = "documents"
	Claims     FileKind = "claims"
	Workspaces FileKind = "workspaces"
	Copies     FileKind = "copies"
	Exports    FileKind = "exports"
	Packages   FileKind = "packages"
	LabelSets  FileKind = "label sets"
	Reports    FileKind = "reports"
	Pictures   FileKind = "pictures"
)

// Folder is where the user last read or wrote a file of a kind: of any kind where none of that was kept, "" where none was at all.
func (p *Profile) Folder(kind FileKind) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if folder := p.data.Folders[kind]; folder != "" {
		return folder
	}
	return p.data.Folder
}

// SetFolder keeps where the user last read or wrote a file of a kind.
func (p *Profile) SetFolder(kind FileKind, path string) error {
	return p.change(func(d *data) {
		folders := maps.Clone(d.Folders)
		if folders == nil {
			folders = map[FileKind]string{}
		}
		folders[kind] = path
		d.Folder, d.Folders = path, folders
	})
}
