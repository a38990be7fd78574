using System.Buffers;
using System.Text.Json;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Export;

/// <summary>How an export is laid out.</summary>
internal enum ExportFormat
{
    /// <summary>As <see cref="Zip"/>.</summary>
    Unspecified = 0,

    /// <summary>Pictures in folders named by part and label.</summary>
    Zip = 1,

    /// <summary>IDX files.</summary>
    Idx = 2,

    /// <summary>Tables.</summary>
    Csv = 3,

    /// <summary>NumPy's arrays.</summary>
    Npz = 4,
}

/// <summary>
/// Writes a version as an archive, piece by piece into a buffer that its owner empties whenever <see cref="Write"/> yields. The same
/// version always gives the same bytes.
/// </summary>
internal sealed class ExportWriter(VersionReader reader, ZipWriter zip)
{
    private const int ShownVersionLength = 8;
    private const int BlockImages = 256;
    private const byte IdxUnsigned = 0x08;
    private const byte IdxInteger = 0x0C;

    private static readonly JsonSerializerOptions PlainJson = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly byte[] _pixels = new byte[BlockImages * reader.Version.Shape.Size];
    private readonly UInt128[] _hashes = new UInt128[BlockImages];
    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <summary>The name of the archive.</summary>
    public static string FileName(StoredVersion version, ExportFormat format) =>
        $"{version.Name}-{version.Version[..ShownVersionLength]}" + format switch
        {
            ExportFormat.Idx => "-idx.zip",
            ExportFormat.Csv => "-csv.zip",
            ExportFormat.Npz => ".npz",
            _ => ".zip",
        };

    /// <summary>Writes everything.</summary>
    /// <returns>Nothing of meaning, but often: then the buffer can be emptied.</returns>
    public IEnumerable<int> Write(ExportFormat format)
    {
        var pieces = format switch
        {
            ExportFormat.Idx => WriteIdx(),
            ExportFormat.Csv => WriteCsv(),
            ExportFormat.Npz => WriteNpz(),
            _ => WritePictures(),
        };
        foreach (var piece in pieces)
        {
            yield return piece;
        }

        while (zip.Finish())
        {
            yield return 0;
        }
    }

    private IEnumerable<int> WritePictures()
    {
        var version = reader.Version;
        var folders = FolderNames.Of(version.Labels);
        zip.Add(Manifest.FileName, new Manifest(version.Name, version.Version, version.ContentHash, folders).Write());
        foreach (var part in Parts())
        {
            var folder = part.ToString().ToLowerInvariant();
            foreach (var (first, count) in Blocks(part))
            {
                for (var image = 0; image < count; image++)
                {
                    _scratch.ResetWrittenCount();
                    PngEncoder.Encode(Pixels(image), version.Width, version.Height, _scratch);
                    var label = folders[reader.Classes(part)[first + image]].Folder;
                    zip.Add(string.Create(CultureInfo.InvariantCulture, $"{folder}/{label}/{first + image:D7}.png"), _scratch.WrittenSpan);
                }

                yield return count;
            }
        }
    }

    private IEnumerable<int> WriteIdx()
    {
        var version = reader.Version;
        var wide = version.Labels.Length > byte.MaxValue + 1;
        foreach (var part in Parts())
        {
            var prefix = part == Part.Test ? "t10k" : part.ToString().ToLowerInvariant();
            zip.Begin($"{prefix}-images-idx3-ubyte");
            zip.Write(IdxHeader(IdxUnsigned, version[part].Count, version.Height, version.Width));
            foreach (var (_, count) in Blocks(part))
            {
                zip.Write(_pixels.AsSpan(0, count * version.Shape.Size));
                yield return count;
            }

            zip.End();
            zip.Begin(wide ? $"{prefix}-labels-idx1-int" : $"{prefix}-labels-idx1-ubyte");
            zip.Write(IdxHeader(wide ? IdxInteger : IdxUnsigned, version[part].Count));
            zip.Write(LabelBytes(part, wide));
            zip.End();
        }

        var labels = version.Labels.Select((label, index) => (Key: index.ToString(CultureInfo.InvariantCulture), label));
        zip.Add("labels.json", JsonSerializer.SerializeToUtf8Bytes(labels.ToDictionary(pair => pair.Key, pair => pair.label), PlainJson));
    }

    private IEnumerable<int> WriteCsv()
    {
        var size = reader.Version.Shape.Size;
        var labels = Array.ConvertAll(reader.Version.Labels, label => Encoding.UTF8.GetBytes(Quote(label)));
        foreach (var part in Parts())
        {
            zip.Begin($"{part.ToString().ToLowerInvariant()}.csv");
            zip.Write(Encoding.ASCII.GetBytes($"label,{string.Join(',', Enumerable.Range(0, size).Select(pixel => $"pixel{pixel}"))}\n"));
            foreach (var (first, count) in Blocks(part))
            {
                for (var image = 0; image < count; image++)
                {
                    _scratch.ResetWrittenCount();
                    _scratch.Write(labels[reader.Classes(part)[first + image]]);
                    WriteRow(Pixels(image));
                    zip.Write(_scratch.WrittenSpan);
                }

                yield return count;
            }

            zip.End();
        }
    }

    // x_train [count, height, width] of bytes, y_train [count] of text, and so for the other parts.
    private IEnumerable<int> WriteNpz()
    {
        var version = reader.Version;
        var labels = Array.ConvertAll(version.Labels, Encoding.UTF32.GetBytes);
        var width = labels.Max(label => label.Length);
        labels = Array.ConvertAll(labels, label => (byte[])[.. label, .. new byte[width - label.Length]]);
        foreach (var part in Parts())
        {
            var (name, all) = (part == Part.Validation ? "val" : part.ToString().ToLowerInvariant(), version[part].Count);
            zip.Begin($"x_{name}.npy");
            zip.Write(NpyHeader("|u1", $"{all}, {version.Height}, {version.Width}"));
            foreach (var (_, count) in Blocks(part))
            {
                zip.Write(_pixels.AsSpan(0, count * version.Shape.Size));
                yield return count;
            }

            zip.End();
            zip.Begin($"y_{name}.npy");
            zip.Write(NpyHeader($"<U{width / sizeof(int)}", $"{all},"));
            for (var sample = 0; sample < all; sample++)
            {
                zip.Write(labels[reader.Classes(part)[sample]]);
                if (sample % BlockImages == 0)
                {
                    yield return 0;
                }
            }

            zip.End();
        }
    }

    // Version 1.0 of the format: the header's length is a multiple of 64, so that the data is aligned.
    private static byte[] NpyHeader(string type, string shape)
    {
        const int start = 10, alignment = 64;
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = ((start + text.Length + 1 + alignment - 1) / alignment * alignment) - start;
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n'];
    }

    private void WriteRow(ReadOnlySpan<byte> pixels)
    {
        // A comma and at most three digits each, and the line break.
        var row = _scratch.GetSpan((4 * pixels.Length) + 1);
        var at = 0;
        foreach (var pixel in pixels)
        {
            row[at++] = (byte)',';
            pixel.TryFormat(row[at..], out var digits, default, CultureInfo.InvariantCulture);
            at += digits;
        }

        row[at++] = (byte)'\n';
        _scratch.Advance(at);
    }

    private IEnumerable<Part> Parts() => PartSet.All.Where(part => reader.Version[part].Count > 0);

    // Reads block by block.
    private IEnumerable<(int First, int Count)> Blocks(Part part)
    {
        var all = reader.Version[part].Count;
        for (var first = 0; first < all; first += BlockImages)
        {
            var count = Math.Min(BlockImages, all - first);
            var pixels = _pixels.AsSpan(0, count * reader.Version.Shape.Size);
            reader.ReadChecked(reader.Numbers(part).Slice(first, count), _hashes, pixels);
            yield return (first, count);
        }
    }

    private ReadOnlySpan<byte> Pixels(int image) => _pixels.AsSpan(image * reader.Version.Shape.Size, reader.Version.Shape.Size);

    private byte[] LabelBytes(Part part, bool wide)
    {
        var classes = reader.Classes(part);
        var bytes = new byte[classes.Length * (wide ? 4 : 1)];
        for (var sample = 0; sample < classes.Length; sample++)
        {
            if (wide)
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * sample), classes[sample]);
            }
            else
            {
                bytes[sample] = (byte)classes[sample];
            }
        }

        return bytes;
    }

    private static byte[] IdxHeader(byte type, params int[] sizes)
    {
        var header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (type, (byte)sizes.Length);
        for (var dimension = 0; dimension < sizes.Length; dimension++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * dimension)), sizes[dimension]);
        }

        return header;
    }

    private static string Quote(string label) =>
        label.AsSpan().ContainsAny(",;\"\t ") ? $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : label;
}
