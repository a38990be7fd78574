using System.IO.Compression;
using Digits.Datasets.Formats.Archives;

namespace Digits.Datasets.Formats;

/// <summary>A file seen through its packing: gzip, bzip2 or xz.</summary>
internal abstract class PackedFile(DataFile packed, UnpackBudget budget) : DataFile
{
    /// <summary>How often a file may be packed; some are packed twice by mistake.</summary>
    public const int MaxLayers = 2;

    private const int BufferSize = 1 << 16;

    private long _furthest;
    private byte[]? _head;

    public override string Name => packed.Name;

    public override string OwnName => packed.OwnName;

    public override string ArchiveName => packed.ArchiveName;

    public override long? Length => null;

    /// <summary>The file as it was sent.</summary>
    protected DataFile Packed => packed;

    /// <summary>What messages call the packing.</summary>
    protected abstract string Packing { get; }

    /// <summary>The file, seen through its packing if it has one that is known.</summary>
    public static DataFile Unpack(DataFile file, UnpackBudget budget, ImportFindings findings)
    {
        for (var layer = 0; layer < MaxLayers; layer++)
        {
            var head = file.ReadHead();
            if (IsGzip(head))
            {
                file = new GzipFile(file, budget, findings);
            }
            else if (file is UploadedFile && head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..])
            {
                file = new Bzip2File(file, budget);
            }
            else if (file is UploadedFile && XzContent.IsXz(head))
            {
                file = new XzFile(file, budget);
            }
            else
            {
                break;
            }
        }

        return file;
    }

    // Beginning to unpack costs up to megabytes, and the head is looked at several times.
    public override byte[] ReadHead() => _head ??= base.ReadHead();

    public override Stream Open() => new BufferedStream(new Counted(this, Decompress()), BufferSize);

    /// <summary>Opens the unpacked content; damage is an <see cref="InvalidDataException"/>.</summary>
    protected abstract Stream Decompress();

    /// <summary>Checks, at the end of the unpacked content, that the file is whole.</summary>
    /// <param name="content">What <see cref="Decompress"/> opened, read to its end.</param>
    /// <param name="length">Bytes of the unpacked content.</param>
    protected virtual void CheckEnd(Stream content, long length)
    {
    }

    // Reading a part again does not unpack more.
    private void Reach(long position)
    {
        if (position > _furthest)
        {
            budget.Spend(position - _furthest, Name);
            _furthest = position;
        }
    }

    private sealed class Counted(PackedFile file, Stream content) : ForwardStream
    {
        private long _at;

        public override int Read(Span<byte> buffer)
        {
            int got;
            try
            {
                got = content.Read(buffer);
            }
            catch (InvalidDataException)
            {
                throw Errors.CompressionDamaged(file.Name, $"its {file.Packing} packing cannot be undone");
            }

            _at += got;
            file.Reach(_at);
            if (got == 0 && buffer.Length > 0)
            {
                file.CheckEnd(content, _at);
            }

            return got;
        }

        protected override void Dispose(bool disposing)
        {
            content.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A file seen through its gzip packing, which may consist of several members, as pigz and cat make them.</summary>
internal sealed class GzipFile(DataFile packed, UnpackBudget budget, ImportFindings findings) : PackedFile(packed, budget)
{
    // The most that deflate can make of a byte, as zlib's documentation gives it.
    private const int MaxRatio = 1032;

    private GzipEnd? _end;

    public override long MaxLength => Packed.MaxLength > long.MaxValue / MaxRatio ? long.MaxValue : Packed.MaxLength * MaxRatio;

    protected override string Packing => "gzip";

    protected override Stream Decompress() => new Members(new TailStream(Packed.Open()));

    // GZipStream takes a file that ends before its checksum for whole. Such a file does not end with its unpacked size either; nor do files of
    // several members or with something behind the last one, which are looked at once more.
    protected override void CheckEnd(Stream content, long length)
    {
        if (((Members)content).LastFour == (uint)length)
        {
            return;
        }

        if (_end is null)
        {
            using var packed = Packed.Open();
            _end = GzipEnd.Find(packed);
            if (_end.Trailing > 0)
            {
                findings.Assume("", "", $"{Name} goes on for {_end.Trailing} bytes that are no gzip after what it packs; they were left out.");
            }
        }

        if (!_end.IsWhole || _end.Unpacked != length)
        {
            throw Errors.CompressionDamaged(Name, "its gzip packing does not end with the size of what it holds");
        }
    }

    private sealed class Members(TailStream packed) : ForwardStream
    {
        private readonly GZipStream _content = new(packed, CompressionMode.Decompress);

        public uint? LastFour => packed.Last;

        public override int Read(Span<byte> buffer) => _content.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            _content.Dispose();
            base.Dispose(disposing);
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
}

/// <summary>A file seen through its bzip2 packing.</summary>
internal sealed class Bzip2File(DataFile packed, UnpackBudget budget) : PackedFile(packed, budget)
{
    public override long MaxLength => long.MaxValue;

    protected override string Packing => "bzip2";

    protected override Stream Decompress() => new OwnedContent(Packed.Open(), packed => new Bzip2Content(packed));
}

/// <summary>A file seen through its xz packing.</summary>
internal sealed class XzFile(DataFile packed, UnpackBudget budget) : PackedFile(packed, budget)
{
    public override long MaxLength => long.MaxValue;

    protected override string Packing => "xz";

    protected override Stream Decompress() => new OwnedContent(Packed.Open(), packed => new XzContent(packed, Name));
}

/// <summary>Unpacked content that closes the packed file with itself.</summary>
internal sealed class OwnedContent(Stream packed, Func<Stream, Stream> unpack) : ForwardStream
{
    private readonly Stream _content = unpack(packed);

    public override int Read(Span<byte> buffer) => _content.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        packed.Dispose();
        base.Dispose(disposing);
    }
}
