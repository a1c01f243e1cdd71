package dataset

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factmark/store"
)

// Source is a file of claims, or an archive of the files of a folder.
type Source struct {
	Name string // the file's or the folder's own
	File []byte
}

// Load brings a file into memory. Files that belong together come as one archive: those of a folder, and an .ann file of
// brat with the text beside it. An error is a sentence that follows the file's name.
func Load(path string) (Source, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Source{}, errors.New("there is no such file")
	case err != nil:
		return Source{}, withoutPath(err)
	case store.HasExtension(path):
		return Source{}, errors.New("this is a workspace, not a file of claims; export its claims first, or merge it")
	case info.IsDir():
		return loadFolder(path)
	case strings.EqualFold(filepath.Ext(path), annotations):
		return loadPair(path)
	}
	file, err := os.Open(path)
	if err != nil {
		return Source{}, withoutPath(err)
	}
	defer file.Close()
	return LoadFrom(filepath.Base(path), file)
}

// LoadFrom brings what can be read into memory, under a name.
func LoadFrom(name string, in io.Reader) (Source, error) {
	content, err := io.ReadAll(io.LimitReader(in, LargestFile+1))
	if err != nil {
		return Source{}, fmt.Errorf("reading the file: %w", withoutPath(err))
	}
	return Source{name, content}, nil
}

// annotations is the ending of a file that holds what brat says of the text of the same name.
const annotations = ".ann"

// IsTextOfPair tells whether a file is a text whose annotations lie beside it, with which it is read.
func IsTextOfPair(path string) bool {
	if !strings.EqualFold(filepath.Ext(path), ".txt") {
		return false
	}
	info, err := os.Stat(strings.TrimSuffix(path, filepath.Ext(path)) + annotations)
	return err == nil && info.Mode().IsRegular()
}

// loadPair loads a file of annotations with its text.
func loadPair(path string) (Source, error) {
	text := strings.TrimSuffix(path, filepath.Ext(path)) + ".txt"
	if info, err := os.Stat(text); err != nil || !info.Mode().IsRegular() {
		return Source{}, fmt.Errorf("its text is missing: there is no %s beside it", filepath.Base(text))
	}
	pack := newArchiver()
	for _, file := range []string{path, text} {
		if err := pack.add(filepath.Base(file), file); err != nil {
			return Source{}, err
		}
	}
	return pack.source(filepath.Base(path))
}

// loadFolder loads the files of a folder and of those in it, by name. Hidden files, links and workspaces are none of a dataset's.
func loadFolder(folder string) (Source, error) {
	pack := newArchiver()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return withoutPath(err)
		}
		hidden := path != folder && strings.HasPrefix(entry.Name(), ".")
		switch {
		case entry.IsDir() && hidden:
			return fs.SkipDir
		case entry.IsDir(), hidden, !entry.Type().IsRegular(), store.IsWorkspaceFile(path):
			return nil
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return pack.add(filepath.ToSlash(name), path)
	})
	if err != nil {
		return Source{}, err
	}
	if pack.files == 0 {
		return Source{}, errors.New("there is no file in this folder")
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return Source{}, err
	}
	return pack.source(filepath.Base(absolute))
}

// archiver puts files into an archive in memory.
type archiver struct {
	out   bytes.Buffer
	zip   *zip.Writer
	files int
}

// mostFiles is how many files of a folder are read.
const mostFiles = 100_000

func newArchiver() *archiver {
	a := &archiver{}
	a.zip = zip.NewWriter(&a.out)
	return a
}

func (a *archiver) add(name, path string) error {
	if a.files++; a.files > mostFiles {
		return fmt.Errorf("the folder has more than %d files; name the one with the claims, or import its folders one by one", mostFiles)
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", name, withoutPath(err))
	}
	defer file.Close()
	to, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	left := int64(LargestFile - a.out.Len())
	if n, err := io.Copy(to, io.LimitReader(file, left+1)); err != nil {
		return fmt.Errorf("%s: %w", name, withoutPath(err))
	} else if n > left {
		return fmt.Errorf("the files of the folder have more than %d MB; name the one with the claims, or import its folders one by one", LargestFile>>20)
	}
	return nil
}

func (a *archiver) source(name string) (Source, error) {
	err := a.zip.Close()
	return Source{name, a.out.Bytes()}, err
}

// Read reads a source, as one where its form is that of an archive, otherwise each of the files in it. Files of an archive that
// are of no form are passed over, and said. The format is as for Read.
func (s Source) Read(format *Format) ([]*Imported, error) {
	one, err := Read(s.Name, s.File, format)
	if err == nil {
		return []*Imported{one}, nil
	}
	_, unknown := errors.AsType[*UnknownFormError](err)
	if !isArchive(s.File) || isOffice(s.File) || !unknown && (format == nil || !format.Reads() || format.recognise(s.File)) {
		return nil, err
	}
	archive, broken := openArchive(s.File)
	if broken != nil {
		return nil, fmt.Errorf("it looks like a ZIP archive, but it is damaged and cannot be read (%w); nothing was read", broken)
	}
	var all []*Imported
	var passed []string
	left := min(mostUnpacked(s.File), LargestFile)
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() || entry.UncompressedSize64 == 0 || isHidden(entry.Name) {
			continue
		}
		content, err := unpack(entry, left)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shorten(entry.Name), err)
		}
		left -= int64(len(content))
		if text, err := plain(content); format == nil && err == nil {
			_, err = recognise(text)
			if _, unknown := errors.AsType[*UnknownFormError](err); unknown {
				passed = append(passed, shorten(entry.Name))
				continue
			}
		}
		in, err := Read(s.Name+"/"+entry.Name, content, format)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shorten(entry.Name), err)
		}
		all = append(all, in)
	}
	if len(all) == 0 {
		return nil, err
	}
	if len(passed) > 0 {
		const most = 5
		named := passed[:min(len(passed), most)]
		if more := len(passed) - most; more > 0 {
			named = append(slices.Clone(named), fmt.Sprintf("%d more", more))
		}
		all[0].Remarks = append(all[0].Remarks, "Files of no form that claims are read from were passed over: "+strings.Join(named, ", ")+".")
	}
	return all, nil
}

// isOffice tells whether an archive is a document of an office program.
func isOffice(file []byte) bool {
	names, _ := namesIn(file)
	return slices.Contains(names, "[Content_Types].xml") || slices.Contains(names, "mimetype")
}
