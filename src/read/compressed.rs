//! Gzip and zstd files as streams, with a limit on what they unpack to.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use super::source::Packing;

/// Bytes a reader holds at a time.
const BUFFER: usize = 64 * 1024;

/// Carried inside the `io::Error` of a packed stream.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnpackError {
    #[error("unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("damaged archive, after {byte} unpacked bytes: {cause}")]
    Damaged { byte: u64, cause: io::Error },
}

/// A buffered stream of the unpacked bytes. The members of a gzip file and the frames of a zstd file follow each other.
pub(super) fn unpack(
    file: File,
    packing: Packing,
    limit: u64,
) -> io::Result<Box<dyn BufRead + Send>> {
    let file = BufReader::with_capacity(BUFFER, file);
    Ok(match packing {
        Packing::Plain => Box::new(file),
        Packing::Gzip => metered(flate2::bufread::MultiGzDecoder::new(file), limit),
        Packing::Zstd => metered(zstd::Decoder::with_buffer(file)?, limit),
    })
}

fn metered(inner: impl Read + Send + 'static, limit: u64) -> Box<dyn BufRead + Send> {
    let metered = Metered {
        inner,
        byte: 0,
        limit,
    };
    Box::new(BufReader::with_capacity(BUFFER, metered))
}

/// Counts what an unpacker gives, and stops it at the limit.
struct Metered<R> {
    inner: R,
    byte: u64,
    limit: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|cause| {
            let byte = self.byte;
            io::Error::new(cause.kind(), UnpackError::Damaged { byte, cause })
        })?;
        self.byte += count as u64;
        if self.byte > self.limit {
            return Err(io::Error::other(UnpackError::TooLarge {
                limit: self.limit,
            }));
        }
        Ok(count)
    }
}
