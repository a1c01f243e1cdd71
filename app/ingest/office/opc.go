package office

import (
	"bytes"
	"io"
	"path"
	"strings"

	"factmark/app/ingest/extract"
)

// maxTree bounds a part that is held as a tree, in bytes.
const maxTree = 32 << 20

// relation is what a part says of its tie with another part (Open Packaging Conventions, part 9 of ECMA-376).
type relation struct {
	kind   string // the last word of its type: officeDocument, styles, footnotes
	target string // the name of the part; "" where it lies outside the file
}

// relations gives the ties of a part by their ids; of the whole package for "".
func (a *archive) relations(of string) (map[string]relation, error) {
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		name = "_rels/.rels"
	}
	found := map[string]relation{}
	if !a.has(name) {
		return found, nil
	}
	root, err := a.tree(name)
	if err != nil {
		return nil, err
	}
	for _, n := range root.children {
		kind := n.attr("Type")
		r := relation{kind: kind[strings.LastIndexByte(kind, '/')+1:]}
		if target, inside := partName(of, n.attr("Target")); inside && n.attr("TargetMode") != "External" {
			r.target = target
		}
		found[n.attr("Id")] = r
	}
	return found, nil
}

// tree reads a whole part.
func (a *archive) tree(name string) (*node, error) {
	content, err := a.read(name, maxTree)
	if err != nil {
		return nil, err
	}
	root, err := treeOf(content)
	return root, a.broken(err)
}

func treeOf(content []byte) (*node, error) {
	x := newXMLReader(bytes.NewReader(content))
	start, err := x.root()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	return x.tree(start)
}

// mainPart finds the part of a package that its text is in, and the element that it begins with: w:document,
// s:workbook, p:presentation. Both are "" where there is none.
func (a *archive) mainPart() (name, root string, err error) {
	relations, err := a.relations("")
	if err != nil {
		return "", "", err
	}
	for _, r := range relations {
		if r.kind == "officeDocument" && a.has(r.target) {
			name = r.target
		}
	}
	if name == "" {
		for _, usual := range []string{"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"} {
			if a.has(usual) {
				name = usual
			}
		}
	}
	if name == "" {
		return "", "", nil
	}
	if strings.HasSuffix(name, ".bin") { // a workbook in Microsoft's binary format
		return name, "binary", nil
	}
	r, err := a.open(name)
	if err != nil {
		return "", "", err
	}
	start, err := newXMLReader(r).root()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return name, short(start.Name), a.broken(err)
}

// coreProperties reads title, author, date and language of a package; of properties that are damaged, none.
func (a *archive) coreProperties() (m extract.Metadata, err error) {
	relations, err := a.relations("")
	if err != nil {
		return m, err
	}
	for _, r := range relations {
		if r.kind != "core-properties" || !a.has(r.target) {
			continue
		}
		root, err := a.tree(r.target)
		if err != nil {
			return m, nil
		}
		m.Title = heldTitle(root.child("dc:title").line())
		m.Author = root.child("dc:creator").line()
		m.Language = extract.LanguageTag(root.child("dc:language").line())
		created, modified := root.child("dcterms:created").line(), root.child("dcterms:modified").line()
		if m.Author == "python-docx" && strings.HasPrefix(created, "2013-12-23") { // of the template that this library begins with
			m.Author, created = "", strings.TrimPrefix(modified, created)
		}
		m.Published = saved(created, modified)
	}
	return m, nil
}
