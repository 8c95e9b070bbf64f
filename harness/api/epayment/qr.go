package epayment

import (
	"bytes"
	"cmp"
	"fmt"
	paint "image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"strconv"

	"rsc.io/qr"

	"kontrakt/harness/sandbox"
)

const (
	// imagePath is where the images of QR codes stand. In reality it is a host of
	// its own.
	imagePath = "/qr-image/v1"
	// quiet is the white border that a code needs, in modules.
	quiet = 4
	// usualSize is the width of an image in pixels of which nobody says it.
	usualSize = 1024

	asTarget = "TEXT/TARGETURL"
	asPNG    = "IMAGE/PNG"
)

// qr is the link to the image of the payment's QR code, or to what the code
// leads to.
func (p *payment) qr(b *sandbox.Box) string {
	f := p.form.QR
	if f == nil {
		f = &qrForm{}
	}
	if f.Format == asTarget && !b.Fault(faultTargetAsImage) {
		return p.page(b)
	}
	query := url.Values{"token": {p.token}}
	if f.Format == asPNG {
		query.Set("size", strconv.Itoa(cmp.Or(f.Size, usualSize)))
	}
	return b.Base() + imagePath + "?" + query.Encode()
}

// image draws a QR code: the query says of which token, and how large, in which
// case it is a PNG. Nobody needs credentials for it, and it says nothing that its
// own address does not.
func image(c *sandbox.Call) sandbox.Reply {
	query := c.Request.URL.Query()
	size, sized := 0, query.Has("size")
	if sized {
		size, _ = strconv.Atoi(query.Get("size")) // 0 is refused
	}
	code, err := qr.Encode(landing(c.Box, query.Get("token")), qr.L)
	switch {
	case query.Get("token") == "", err != nil:
		return sandbox.Gateway(http.StatusNotFound, "There is no such QR code.")
	case !sized:
		return picture("image/svg+xml", drawSVG(code))
	case size < 100 || size > 2000:
		return sandbox.Gateway(http.StatusBadRequest, "The size is 100 to 2000.")
	}
	return picture("image/png", drawPNG(code, size))
}

func picture(mediaType string, body []byte) sandbox.Reply {
	return sandbox.Reply{
		Status: http.StatusOK, Body: body,
		Header: http.Header{"Content-Type": {mediaType}, "Cache-Control": {"no-store"}, "X-Content-Type-Options": {"nosniff"}},
	}
}

// drawSVG draws a code as one path of squares.
func drawSVG(code *qr.Code) []byte {
	var out bytes.Buffer
	width := code.Size + 2*quiet
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%[1]d" viewBox="0 0 %d %[2]d" shape-rendering="crispEdges">`, usualSize, width)
	fmt.Fprintf(&out, `<rect width="%d" height="%[1]d" fill="#fff"/><path d="`, width)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&out, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	out.WriteString(`"/></svg>`)
	return out.Bytes()
}

// drawPNG draws a code of exactly so many pixels.
func drawPNG(code *qr.Code, size int) []byte {
	width := code.Size + 2*quiet
	img := paint.NewPaletted(paint.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if code.Black(x*width/size-quiet, y*width/size-quiet) {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // into memory, of a size that is fit
	return out.Bytes()
}
