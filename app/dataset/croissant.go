package dataset

import "fmt"

// The parts of Croissant 1.0, as far as a package has them: https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
type (
	croissantDataset struct {
		Context      map[string]any       `json:"@context"`
		Type         string               `json:"@type"`
		Name         string               `json:"name"`
		Description  string               `json:"description"`
		ConformsTo   []string             `json:"conformsTo"`
		Languages    []string             `json:"inLanguage,omitempty"`
		Keywords     []string             `json:"keywords"`
		Live         bool                 `json:"isLiveDataset"`
		Protocol     string               `json:"rai:dataAnnotationProtocol"`
		Platform     string               `json:"rai:dataAnnotationPlatform"`
		Analysis     string               `json:"rai:dataAnnotationAnalysis"`
		PerItem      string               `json:"rai:annotationsPerItem"`
		Preparation  string               `json:"rai:dataPreprocessingProtocol"`
		Limits       string               `json:"rai:dataLimitations"`
		Distribution []croissantFile      `json:"distribution"`
		RecordSets   []croissantRecordSet `json:"recordSet"`
	}
	croissantFile struct {
		Type        string `json:"@type"`
		ID          string `json:"@id"`
		Name        string `json:"name"`
		Description string `json:"description"`
		URL         string `json:"contentUrl,omitempty"`
		Size        string `json:"contentSize,omitempty"`
		Encoding    string `json:"encodingFormat"`
		SHA256      string `json:"sha256,omitempty"`
		Includes    string `json:"includes,omitempty"`
	}
	croissantRecordSet struct {
		Type        string           `json:"@type"`
		ID          string           `json:"@id"`
		Name        string           `json:"name"`
		Description string           `json:"description"`
		Key         any              `json:"key,omitempty"`
		Fields      []croissantField `json:"field"`
	}
	croissantField struct {
		Type        string          `json:"@type"`
		ID          string          `json:"@id"`
		Name        string          `json:"name"`
		Description string          `json:"description"`
		DataType    string          `json:"dataType"`
		References  *croissantOther `json:"references,omitempty"`
		Source      croissantSource `json:"source"`
	}
	croissantOther struct {
		Field ldID `json:"field"`
	}
	croissantSource struct {
		File    ldID              `json:"fileObject"`
		Extract map[string]string `json:"extract"`
	}
	ldID struct {
		ID string `json:"@id"`
	}
)

// croissantContext is the one that the published datasets of version 1.0 have.
func croissantContext() map[string]any {
	context := map[string]any{
		"@language": "en", "@vocab": "https://schema.org/", "conformsTo": "dct:conformsTo", "dct": "http://purl.org/dc/terms/", "sc": "https://schema.org/",
		"cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
		"data":     map[string]string{"@id": "cr:data", "@type": "@json"},
		"examples": map[string]string{"@id": "cr:examples", "@type": "@json"},
		"dataType": map[string]string{"@id": "cr:dataType", "@type": "@vocab"},
	}
	for _, term := range []string{"citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath",
		"key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"} {
		context[term] = "cr:" + term
	}
	return context
}

// croissantTypes are the types of columns. An empty cell is nothing, whatever its column's type.
var croissantTypes = map[string]string{"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "datetime": "sc:DateTime", "boolean": "sc:Boolean"}

func (p *packageWriter) croissantDataset() croissantDataset {
	d := croissantDataset{Context: croissantContext(), Type: "sc:Dataset", Name: packageName, Description: packageAbout,
		ConformsTo: []string{"http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"}, Languages: p.languages(), Keywords: packageKeywords,
		Protocol: p.protocol(), Platform: "Factmark", Analysis: p.analysis(), PerItem: p.perItem(), Preparation: preparation, Limits: p.limits()}
	for _, t := range packageTables {
		f := p.table(t)
		d.Distribution = append(d.Distribution, croissantFile{Type: "cr:FileObject", ID: f.path, Name: f.path, Description: t.about, URL: f.path,
			Size: fmt.Sprintf("%d B", f.bytes), Encoding: "text/csv", SHA256: f.sha256})
		d.RecordSets = append(d.RecordSets, croissantRecords(t, f.path))
	}
	if p.texts > 0 {
		d.Distribution = append(d.Distribution, croissantFile{Type: "cr:FileSet", ID: textsFolder, Name: textsFolder, Description: "The texts of the documents, in UTF-8 with LF.",
			Encoding: "text/plain", Includes: textsFolder + "/*.txt"})
	}
	return d
}

func croissantRecords(t *packageTable, file string) croissantRecordSet {
	set := croissantRecordSet{Type: "cr:RecordSet", ID: t.name, Name: t.name, Description: t.about}
	var keys []ldID
	for _, column := range t.key {
		keys = append(keys, ldID{t.name + "/" + column})
	}
	switch len(keys) {
	case 0:
	case 1:
		set.Key = keys[0]
	default:
		set.Key = keys
	}
	for _, c := range t.columns {
		f := croissantField{Type: "cr:Field", ID: t.name + "/" + c.name, Name: t.name + "/" + c.name, Description: c.about, DataType: croissantTypes[c.kind],
			Source: croissantSource{ldID{file}, map[string]string{"column": c.name}}}
		for _, k := range t.foreign {
			if k.column == c.name && k.table != claimsTable.name { // whose own references the reader of MLCommons does not join over
				f.References = &croissantOther{ldID{k.table + "/" + k.other}}
			}
		}
		set.Fields = append(set.Fields, f)
	}
	return set
}
