//! Pictures: what their heads say, decoding within bounds, cutting to a size, writing again. No I/O.
//!
//! * The head is looked at first, and nothing it says is trusted with memory: a picture of more pixels than allowed is
//!   refused before any is decoded, and the decoder itself may take no more than those pixels need.
//! * A picture is turned the way its camera says, and written without anything but its pixels.
//! * Of an animation the first frame counts.

pub mod initial;

use std::io::Cursor;

use fast_image_resize as resize;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Png,
    Jpeg,
    Gif,
    WebP,
    Bmp,
}

/// What a picture says of itself before its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub format: Format,
    pub width: u32,
    pub height: u32,
}

/// Why a picture cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("this is no picture")]
    NoPicture,
    #[error("the picture has too many pixels")]
    TooManyPixels,
    #[error("the picture is broken")]
    Broken,
}

/// Reads a picture's head; None for what is no picture.
pub fn head(bytes: &[u8]) -> Option<Head> {
    let reader = reader(bytes)?;
    let format = format(reader.format()?)?;
    let (width, height) = reader.into_dimensions().ok()?;
    (width > 0 && height > 0).then_some(Head { format, width, height })
}

/// Decoded pixels.
#[derive(Debug, Clone)]
pub struct Picture(DynamicImage);

impl Picture {
    /// Decodes a picture of at most so many pixels.
    pub fn decode(bytes: &[u8], most_pixels: u64) -> Result<Self, Unfit> {
        /// What a pixel takes at most: four channels of two bytes.
        const PIXEL: u64 = 8;
        /// What a decoder takes beside its pixels.
        const WORK: u64 = 16 << 20;
        let head = head(bytes).ok_or(Unfit::NoPicture)?;
        let pixels = u64::from(head.width) * u64::from(head.height);
        if pixels > most_pixels {
            return Err(Unfit::TooManyPixels);
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(head.width);
        limits.max_image_height = Some(head.height);
        limits.max_alloc = Some(pixels * PIXEL + WORK);
        let mut reader = reader(bytes).ok_or(Unfit::NoPicture)?;
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|_| Unfit::Broken)?;
        let orientation = decoder.orientation().map_err(|_| Unfit::Broken)?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Broken)?;
        picture.apply_orientation(orientation);
        Ok(Self(picture))
    }

    pub fn width(&self) -> u32 {
        self.0.width()
    }

    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// The middle of the picture, exactly this large.
    pub fn cover(self, width: u32, height: u32) -> Self {
        self.resized(width, height, &resize::ResizeOptions::new().fit_into_destination(None))
    }

    /// The whole picture, no larger than this; a smaller one stays as it is.
    pub fn fit(self, width: u32, height: u32) -> Self {
        let (own_width, own_height) = (u64::from(self.width()), u64::from(self.height()));
        let (most_width, most_height) = (u64::from(width), u64::from(height));
        if own_width <= most_width && own_height <= most_height {
            return self;
        }
        // The side that is over by more decides.
        let (width, height) = if own_width * most_height >= own_height * most_width {
            (most_width, (own_height * most_width / own_width).max(1))
        } else {
            ((own_width * most_height / own_height).max(1), most_height)
        };
        // Neither exceeds what was asked for, which are 32 bits.
        self.resized(width as u32, height as u32, &resize::ResizeOptions::new())
    }

    fn resized(self, width: u32, height: u32, options: &resize::ResizeOptions) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let has_alpha = self.0.color().has_alpha();
        let from = DynamicImage::from(self.0.into_rgba8());
        let mut to = DynamicImage::new_rgba8(width, height);
        resize::Resizer::new()
            .resize(&from, &mut to, options)
            .expect("both have the same kind of pixels, and there are some");
        Self(if has_alpha { to } else { to.into_rgb8().into() })
    }

    pub fn to_png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
        let plain = match &self.0 {
            picture if picture.color().has_alpha() => DynamicImage::from(picture.to_rgba8()),
            picture => DynamicImage::from(picture.to_rgb8()),
        };
        plain.write_with_encoder(encoder).expect("a PNG takes these pixels, and memory takes the bytes");
        bytes
    }

    /// A JPEG of this quality (1 to 100); what is transparent becomes white.
    pub fn to_jpeg(&self, quality: u8) -> Vec<u8> {
        let mut pixels = self.0.to_rgba8();
        for pixel in pixels.pixels_mut() {
            let alpha = u16::from(pixel[3]);
            for channel in &mut pixel.0[..3] {
                *channel = ((u16::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
            }
        }
        let mut bytes = Vec::new();
        DynamicImage::from(pixels)
            .into_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
            .expect("a JPEG takes these pixels, and memory takes the bytes");
        bytes
    }
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(16 << 20);
    reader.limits(limits);
    Some(reader)
}

fn format(format: ImageFormat) -> Option<Format> {
    Some(match format {
        ImageFormat::Png => Format::Png,
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::Gif => Format::Gif,
        ImageFormat::WebP => Format::WebP,
        ImageFormat::Bmp => Format::Bmp,
        // The library knows more formats than it is built with.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        Picture(DynamicImage::new_rgba8(width, height)).to_png()
    }

    #[test]
    fn heads_are_read_and_other_bytes_have_none() {
        assert_eq!(head(&png(7, 5)), Some(Head { format: Format::Png, width: 7, height: 5 }));
        for other in
            [&b""[..], b"not an image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
        {
            assert_eq!(head(other), None);
            assert!(matches!(Picture::decode(other, 100), Err(Unfit::NoPicture)));
        }
    }

    #[test]
    fn sec_o01_a_head_that_claims_too_much_is_refused_before_decoding() {
        let mut bomb = png(1, 1);
        // The width and height of a PNG stand behind its first chunk's name, in front of that chunk's checksum.
        bomb[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        let checksum = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert_eq!(head(&bomb), Some(Head { format: Format::Png, width: 100_000, height: 100_000 }));
        assert!(matches!(Picture::decode(&bomb, 33_177_600), Err(Unfit::TooManyPixels)));
        assert!(matches!(Picture::decode(&png(10, 11), 109), Err(Unfit::TooManyPixels)));
        assert!(Picture::decode(&png(10, 11), 110).is_ok());
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
    }

    #[test]
    fn pictures_are_cut_and_shrunk() {
        let wide = Picture::decode(&png(300, 100), 100_000).unwrap();
        let cut = wide.clone().cover(128, 128);
        assert_eq!((cut.width(), cut.height()), (128, 128));
        let small = wide.clone().fit(120, 100);
        assert_eq!((small.width(), small.height()), (120, 40));
        let same = wide.fit(1000, 1000);
        assert_eq!((same.width(), same.height()), (300, 100));
        assert_eq!(head(&same.to_jpeg(90)).unwrap().format, Format::Jpeg);
    }

    #[test]
    fn half_a_picture_is_broken() {
        let whole = png(64, 64);
        assert!(matches!(Picture::decode(&whole[..whole.len() / 2], 10_000), Err(Unfit::Broken)));
    }
}
