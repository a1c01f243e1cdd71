package dataset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// The parts of a project that are read or counted. Names stand without their name space.
type (
	qdaProject struct {
		XMLName   xml.Name
		Origin    string     `xml:"origin,attr"`
		Users     []qdaNamed `xml:"Users>User"`
		Codes     []qdaCode  `xml:"CodeBook>Codes>Code"`
		BookCodes []qdaCode  `xml:"Codes>Code"` // of a code book alone
		Variables []qdaNamed `xml:"Variables>Variable"`
		Cases     []qdaNamed `xml:"Cases>Case"`
		Texts     []qdaText  `xml:"Sources>TextSource"`
		PDFs      []qdaPDF   `xml:"Sources>PDFSource"`
		Pictures  []qdaOther `xml:"Sources>PictureSource"`
		Audios    []qdaOther `xml:"Sources>AudioSource"`
		Videos    []qdaOther `xml:"Sources>VideoSource"`
		Notes     []qdaText  `xml:"Notes>Note"`
		Links     []qdaLink  `xml:"Links>Link"`
		Sets      []qdaNamed `xml:"Sets>Set"`
		Graphs    []qdaNamed `xml:"Graphs>Graph"`
		NoteRefs  []qdaRef   `xml:"NoteRef"`
	}
	qdaNamed struct {
		GUID string `xml:"guid,attr"`
		Name string `xml:"name,attr"`
		ID   string `xml:"id,attr"`
	}
	qdaRef struct {
		GUID string `xml:"targetGUID,attr"`
	}
	qdaCode struct {
		GUID        string    `xml:"guid,attr"`
		Name        string    `xml:"name,attr"`
		Color       string    `xml:"color,attr"`
		Codable     string    `xml:"isCodable,attr"`
		Description string    `xml:"Description"`
		NoteRefs    []qdaRef  `xml:"NoteRef"`
		Codes       []qdaCode `xml:"Code"`
	}
	qdaMade struct {
		By         string `xml:"creatingUser,attr"`
		At         string `xml:"creationDateTime,attr"`
		ModifiedBy string `xml:"modifyingUser,attr"`
		ModifiedAt string `xml:"modifiedDateTime,attr"`
	}
	qdaText struct {
		qdaMade
		GUID        string         `xml:"guid,attr"`
		Name        string         `xml:"name,attr"`
		Rich        string         `xml:"richTextPath,attr"`
		Plain       string         `xml:"plainTextPath,attr"`
		Description string         `xml:"Description"`
		Content     *string        `xml:"PlainTextContent"`
		Selections  []qdaSelection `xml:"PlainTextSelection"`
		Codings     []qdaCoding    `xml:"Coding"`
		NoteRefs    []qdaRef       `xml:"NoteRef"`
		Values      []qdaValue     `xml:"VariableValue"`
	}
	qdaSelection struct {
		qdaMade
		GUID        string      `xml:"guid,attr"`
		Name        string      `xml:"name,attr"`
		Start       string      `xml:"startPosition,attr"`
		End         string      `xml:"endPosition,attr"`
		Description string      `xml:"Description"`
		Codings     []qdaCoding `xml:"Coding"`
		NoteRefs    []qdaRef    `xml:"NoteRef"`
	}
	qdaCoding struct {
		GUID     string   `xml:"guid,attr"`
		By       string   `xml:"creatingUser,attr"`
		At       string   `xml:"creationDateTime,attr"`
		Code     qdaRef   `xml:"CodeRef"`
		NoteRefs []qdaRef `xml:"NoteRef"`
	}
	qdaValue struct {
		Variable qdaRef `xml:"VariableRef"`
		Values   []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	}
	qdaLink struct {
		Name string `xml:"name,attr"`
		From string `xml:"originGUID,attr"`
		To   string `xml:"targetGUID,attr"`
	}
	qdaPDF struct {
		qdaMade
		GUID           string     `xml:"guid,attr"`
		Name           string     `xml:"name,attr"`
		Description    string     `xml:"Description"`
		Representation *qdaText   `xml:"Representation"`
		Selections     []qdaRef   `xml:"PDFSelection"`
		NoteRefs       []qdaRef   `xml:"NoteRef"`
		Values         []qdaValue `xml:"VariableValue"`
	}
	qdaOther struct {
		Name        string   `xml:"name,attr"`
		Pictures    []qdaRef `xml:"PictureSelection"`
		Audios      []qdaRef `xml:"AudioSelection"`
		Videos      []qdaRef `xml:"VideoSelection"`
		Transcripts []qdaRef `xml:"Transcript"`
	}
)

// parseQDE reads the XML of a project within limits. Entities are not expanded and nothing is fetched.
func parseQDE(text []byte) (*qdaProject, error) {
	utf, err := asUTF8(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	inner := xml.NewDecoder(utf)
	inner.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf") || strings.EqualFold(label, "us-ascii") {
			return in, nil // UTF-16 is UTF-8 by now
		}
		encoding, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("the encoding %s is not known", shorten(label))
		}
		return encoding.NewDecoder().Reader(in), nil
	}
	var p qdaProject
	if err := xml.NewTokenDecoder(&boundedXML{inner: inner}).Decode(&p); err != nil {
		return nil, fmt.Errorf("the project cannot be read (%w); nothing was read", err)
	}
	if !strings.HasPrefix(p.XMLName.Space, "urn:QDA-XML:") {
		return nil, errors.New("the file is no project of REFI-QDA; nothing was read")
	}
	return &p, nil
}

// boundedXML gives tokens up to a depth, and none of a document type, which may name entities and other files.
type boundedXML struct {
	inner *xml.Decoder
	depth int
}

func (b *boundedXML) Token() (xml.Token, error) {
	const deepest = 400
	token, err := b.inner.Token()
	switch t := token.(type) {
	case xml.Directive:
		if strings.HasPrefix(strings.ToUpper(string(t)), "DOCTYPE") {
			return nil, errors.New("it has a document type, which no project needs")
		}
	case xml.StartElement:
		if b.depth++; b.depth > deepest {
			return nil, fmt.Errorf("its elements lie more than %d deep", deepest)
		}
	case xml.EndElement:
		b.depth--
	}
	return token, err
}
