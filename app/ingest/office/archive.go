package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"factmark/app/ingest/extract"
)

// maxParts bounds what is read of all parts of one archive, in bytes: XML is read at some 30 MB a second.
const maxParts = 128 << 20

// archive gives the parts of a zip file by their names, within limits. Nothing of it is written anywhere.
type archive struct {
	format string // as in BrokenError
	parts  map[string]*zip.File
	twice  map[string]bool // names that more than one part has
	left   int64           // bytes that may still be inflated
}

// openArchive reads the directory of a zip file. Names are compared without regard to case, as OPC asks; those that
// point outside the archive are no parts.
func openArchive(raw []byte, format string) (*archive, error) {
	if len(raw) > extract.MaxInput {
		return nil, extract.TooMuch(extract.MaxInput>>20, "MB")
	}
	// An entry of the directory takes far more memory than bytes of the file, so they are counted before.
	if bytes.Count(raw, []byte("PK\x01\x02")) > 4*extract.MaxParts {
		return nil, extract.TooMuch(extract.MaxParts, "files")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &extract.BrokenError{Format: format, Err: err}
	}
	if len(z.File) > extract.MaxParts {
		return nil, extract.TooMuch(extract.MaxParts, "files")
	}
	a := &archive{format: format, parts: map[string]*zip.File{}, twice: map[string]bool{},
		left: min(maxParts, extract.MaxText+extract.MaxRatio*int64(len(raw)))}
	for _, f := range z.File {
		name, inside := partName("", f.Name)
		if !inside || strings.HasSuffix(f.Name, "/") {
			continue
		}
		a.twice[name] = a.parts[name] != nil
		a.parts[name] = f
	}
	return a, nil
}

// partName makes the name of a part of a reference in another part; false where it points outside.
func partName(from, to string) (string, bool) {
	to = strings.ReplaceAll(to, `\`, "/")
	if !strings.HasPrefix(to, "/") {
		to = path.Join(path.Dir(from), to)
	}
	to = strings.ToLower(strings.TrimPrefix(path.Clean(to), "/"))
	return to, to != "" && to != "." && to != ".." && !strings.HasPrefix(to, "../")
}

func (a *archive) has(name string) bool {
	name, _ = partName("", name)
	return a.parts[name] != nil
}

// open gives the bytes of a part. A part that is not there, or that is there twice, so that two programs would show two
// texts, is a *extract.BrokenError, one with a password extract.ErrEncrypted.
func (a *archive) open(name string) (io.Reader, error) {
	key, _ := partName("", name)
	f := a.parts[key]
	switch {
	case f == nil:
		return nil, a.broken(fmt.Errorf("%s is missing", name))
	case a.twice[key]:
		return nil, a.broken(fmt.Errorf("%s is there twice", name))
	case f.Flags&1 != 0:
		return nil, extract.ErrEncrypted
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.broken(err)
	}
	return &part{a, r}, nil
}

// read gives the whole of a part of at most limit bytes.
func (a *archive) read(name string, limit int64) ([]byte, error) {
	r, err := a.open(name)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = extract.TooMuch(int(limit>>20), "MB in one part")
	}
	if err != nil {
		return nil, a.broken(err)
	}
	return content, nil
}

// broken says that the file is damaged, unless err is a sentence already.
func (a *archive) broken(err error) error { return brokenAs(a.format, err) }

func brokenAs(format string, err error) error {
	var known *extract.BrokenError
	var limit *extract.LimitError
	if err == nil || errors.As(err, &known) || errors.As(err, &limit) || errors.Is(err, extract.ErrEncrypted) || errors.Is(err, extract.ErrNoText) || err == errProtectedBook {
		return err
	}
	return &extract.BrokenError{Format: format, Err: err}
}

// part is the reader of one part, which counts against the archive's limit.
type part struct {
	a *archive
	r io.ReadCloser
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.a.left -= int64(n); p.a.left < 0 {
		return 0, extract.TooMuch(maxParts>>20, "MB when it is uncompressed")
	}
	return n, err
}
