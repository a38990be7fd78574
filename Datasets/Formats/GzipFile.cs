namespace Digits.Datasets.Formats;

/// <summary>A file seen through its gzip packing.</summary>
internal sealed class GzipFile(DataFile packed, UnpackBudget budget) : DataFile
{
    private const int BufferSize = 1 << 16;

    // The most that deflate can make of a byte, as zlib's documentation gives it.
    private const int MaxRatio = 1032;

    private long _furthest;

    public override string Name => packed.Name;

    public override string OwnName => packed.OwnName;

    public override string ArchiveName => packed.ArchiveName;

    public override long? Length => null;

    public override long MaxLength => packed.MaxLength > long.MaxValue / MaxRatio ? long.MaxValue : packed.MaxLength * MaxRatio;

    public override Stream Open() => new BufferedStream(new Content(this), BufferSize);

    // Reading a part again does not unpack more.
    private void Reach(long position)
    {
        if (position > _furthest)
        {
            budget.Spend(position - _furthest, Name);
            _furthest = position;
        }
    }

    private sealed class Content(GzipFile file) : ForwardStream
    {
        private readonly TailStream _packed = new(file.OpenPacked());
        private Stream? _content;
        private long _at;

        public override int Read(Span<byte> buffer)
        {
            _content ??= Gunzip(_packed);
            int got;
            try
            {
                got = _content.Read(buffer);
            }
            catch (InvalidDataException)
            {
                throw Errors.CompressionDamaged(file.Name, "its gzip packing cannot be undone");
            }

            _at += got;
            file.Reach(_at);
            if (got == 0 && buffer.Length > 0)
            {
                CheckTrailer();
            }

            return got;
        }

        protected override void Dispose(bool disposing)
        {
            _content?.Dispose();
            _packed.Dispose();
            base.Dispose(disposing);
        }

        // GZipStream takes a file that ends before its checksum for whole. Such a file does not end with its unpacked size either.
        private void CheckTrailer()
        {
            if (_packed.Last is not { } size || size != (uint)_at)
            {
                throw Errors.CompressionDamaged(file.Name, "its gzip packing does not end with the size of what it holds");
            }
        }
    }

    /// <summary>Remembers the last four bytes that went by.</summary>
    private sealed class TailStream(Stream inner) : ForwardStream
    {
        private readonly byte[] _tail = new byte[4];
        private long _length;

        /// <summary>The last four bytes as a number; null while there are fewer.</summary>
        public uint? Last => _length < _tail.Length ? null : BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override int Read(Span<byte> buffer)
        {
            var got = inner.Read(buffer);
            var seen = buffer[..got];
            if (got >= _tail.Length)
            {
                seen[^_tail.Length..].CopyTo(_tail);
            }
            else
            {
                _tail.AsSpan(got).CopyTo(_tail);
                seen.CopyTo(_tail.AsSpan(_tail.Length - got));
            }

            _length += got;
            return got;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private Stream OpenPacked() => packed.Open();
}
