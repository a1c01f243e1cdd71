package command

import (
	"factmark/app/locale"
	"factmark/store"
)

var documentsCommand = command{
	name:    "documents",
	summary: "list the documents of a workspace",
	help: `Usage: factmark documents [-w FILE.factmark] [--json]

Lists the documents by title: how many claims each has, its status, and its id.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --json             writes a line of JSON for each, with all that is known of it

Example: factmark documents -w desk.factmark
`,
	run: listDocuments,
}

// listedDocument is a line of --json.
type listedDocument struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Author     string   `json:"author"`
	Publisher  string   `json:"publisher"`
	Published  string   `json:"published"`
	SourceURL  string   `json:"source_url"`
	Language   string   `json:"language"`
	Tags       []string `json:"tags"`
	Note       string   `json:"note"`
	Status     string   `json:"status"`
	FileName   string   `json:"file_name"`
	Charset    string   `json:"charset"`
	SHA256     string   `json:"sha256"`
	Length     int      `json:"length"` // code points
	Claims     int      `json:"claims"`
	Unlabelled int      `json:"unlabelled"`
	Unplaced   int      `json:"unplaced"`
	AddedAt    string   `json:"added_at"`
}

func listDocuments(c *call, args []string) error {
	f := newFlags()
	asJSON := f.Bool("json", false, "")
	path, err := f.onlyPath(args)
	if err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		all, err := st.Documents(c)
		if err != nil {
			return err
		}
		for _, d := range all {
			if *asJSON {
				tags := append([]string{}, store.SplitTags(d.Tags)...)
				err = c.out.jsonLine(listedDocument{d.ID, d.Title, d.Author, d.Publisher, d.Published, d.SourceURL, d.Language, tags, d.Note, string(d.Status()),
					d.FileName, d.Charset, d.SHA256, d.Length, d.Claims, d.Unlabelled, d.Orphans, d.AddedAt.Format("2006-01-02T15:04:05.000Z07:00")})
				if err != nil {
					return err
				}
				continue
			}
			c.out.printf("%s\n    %s, %s, %s\n", d.Title, locale.N("{{.N}} claims", d.Claims), d.Status(), d.ID)
		}
		if !*asJSON {
			c.out.line(locale.N("{{.N}} documents.", len(all)))
		}
		return nil
	})
}
