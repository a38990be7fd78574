using System.Numerics;
using System.Text.RegularExpressions;
using Digits.Imaging;

namespace Digits.Datasets.Formats;

/// <summary>A kind of file that holds no data set that can be read, as people send it by mistake.</summary>
/// <param name="What">What the file is, as the rest of a sentence, for example "an HTML page".</param>
/// <param name="Advice">A sentence that says what to do next.</param>
/// <param name="IsInPlaceOfAnother">Whether such a file is what a failed download leaves in place of the file that was wanted.</param>
internal sealed partial record KnownFile(string What, string Advice, bool IsInPlaceOfAnother = false)
{
    // Shorter beginnings may be those of words.
    private const int MinText = 4;

    private const string OtherJson = "a JSON file that is no label map";
    private const string Convert = "Save the samples as CSV, NPZ or IDX and send that.";
    private const string Table = "Save the table as CSV and send that.";
    private const string Unpack = "Unpack it, and send what is in it as a ZIP archive.";
    private const string Picture = "Save it as PNG; pictures are read in folders named by their labels, inside of a ZIP archive.";
    private const string NoData = "Send the files of the data set.";
    private const string Again = "Download the file again and make sure that the download is complete.";

    // Many formats are told by their first bytes alone.
    private static readonly (byte[] Start, KnownFile File)[] Starts =
    [
        ([.. "Rar!"u8], new("a RAR archive", Unpack)),
        ([.. "7z"u8, 0xBC, 0xAF], new("a 7z archive", Unpack)),
        ([0xFD, .. "7zXZ"u8], new("packed with xz", Unpack)),
        ([.. "BZh"u8], new("packed with bzip2", Unpack)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("packed with Zstandard", Unpack)),
        ([0x04, 0x22, 0x4D, 0x18], new("packed with LZ4", Unpack)),
        ([0x1F, 0x9D], new("packed with compress (.Z)", Unpack)),
        ([.. "LZIP"u8], new("packed with lzip", Unpack)),
        ([0x1F, 0x8B], new("packed with gzip inside of other packing", Unpack)),
        ([.. "MSCF"u8], new("a cabinet archive", Unpack)),
        ([.. "!<arch>\n"u8], new("a library or Debian package", NoData)),
        ([0x89, .. "HDF"u8], new("an HDF5 file", Convert)),
        ([.. "MATLAB"u8], new("a MATLAB file of version 7.3, which is HDF5, or of version 4", "Save it with \"save -v7\", and send that.")),
        ([.. "PAR1"u8], new("a Parquet file", Convert)),
        ([.. "ARROW1"u8], new("an Arrow file", Convert)),
        ([.. "FEA1"u8], new("a Feather file", Convert)),
        ([.. "ORC"u8, 0], new("an ORC file", Convert)),
        ([.. "Obj"u8, 1], new("an Avro file", Convert)),
        ([.. "SQLite format 3\0"u8], new("an SQLite database", Convert)),
        ([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9], new("a PyTorch file (.pt or .pth)", Torch)),
        ([.. "RDX2\n"u8], new("a data file of R", Table)),
        ([.. "RDX3\n"u8], new("a data file of R", Table)),
        ([.. "$FL2"u8], new("an SPSS file", Table)),
        ([.. "<stata_dta>"u8], new("a Stata file", Table)),
        ([.. "GGUF"u8], new("a file of model weights (GGUF)", NoData)),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new("an old Excel or Word file", OpenInExcel)),
        ([.. "MZ"u8], new("a Windows program", NoData)),
        ([0x7F, .. "ELF"u8], new("a Linux program", NoData)),
        ([0xFE, 0xED, 0xFA, 0xCE], new("a macOS program", NoData)),
        ([0xFE, 0xED, 0xFA, 0xCF], new("a macOS program", NoData)),
        ([0xCF, 0xFA, 0xED, 0xFE], new("a macOS program", NoData)),
        ([0xCA, 0xFE, 0xBA, 0xBE], new("a Java class or macOS program", NoData)),
        ([0x4C, 0, 0, 0, 1, 0x14, 2, 0], new("a Windows shortcut", "Send the file that it points to.")),
        ([.. "bplist00"u8], new("a property list of macOS", NoData)),
        ([0, 0, 0, 1, .. "Bud1"u8], new("a .DS_Store file of macOS", NoData)),
        ([0, 5, 0x16, 7], new("an AppleDouble file of macOS", NoData)),
        ([0, 5, 0x16, 0], new("an AppleSingle file of macOS", NoData)),
        ([.. "ID3"u8], new("a sound file", NoData)),
        ([.. "OggS"u8], new("a sound file", NoData)),
        ([.. "fLaC"u8], new("a sound file", NoData)),
        ([0x1A, 0x45, 0xDF, 0xA3], new("a film", NoData)),
        ([.. "%!PS"u8], new("a PostScript document", "Save its pages as PNG pictures.")),
        ([.. "%PDF"u8], new("a file in the format PDF", "Save its pages as PNG pictures.")),
        ([.. "{\\rtf"u8], new("an RTF document", Table)),
        ([.. "version https://git-lfs.github.com/"u8], new(
            "a Git LFS pointer in place of the file itself", "Run \"git lfs pull\", or download the file from its page, and send that.", true)),
        ([.. "d8:announce"u8], new("a torrent", "Send the file that it downloads.")),
        ([.. "[InternetShortcut]"u8], new("an internet shortcut", "Send the file that it points to.")),
        ([.. "MIME-Version:"u8], new("a saved web page", Again, true)),
        ([.. "From: <Saved by"u8], new("a saved web page", Again, true)),
        ([.. "#!/"u8], new("a script", NoData)),
        ([.. "SIMPLE  ="u8], new("a FITS file", Convert)),
    ];

    private const string Torch = "It could run programs and is never read. Save the tensors with numpy.savez and send the NPZ file.";
    private const string OpenInExcel = "Open it in Excel or LibreOffice, save the sheet as CSV, and send that.";

    /// <summary>Whether a JSON file is one of a known kind that is no label map.</summary>
    public bool IsOther => What != OtherJson;

    /// <summary>Whether the file packs other files, or is a picture of a format that is not read; either may be samples.</summary>
    public bool MayHoldSamples => Advice is Unpack or Picture;

    /// <summary>The whole message about such a file.</summary>
    public string Cause => $"It is {What}. {Advice}";

    /// <summary>A Python pickle.</summary>
    private static KnownFile Pickle { get; } = new(
        "a Python pickle, which could run programs and is never read", "Load it in Python, save the arrays with numpy.savez, and send the NPZ file.");

    /// <summary>The kind that a file's first bytes tell; null where none is known.</summary>
    public static KnownFile? Of(ReadOnlySpan<byte> head)
    {
        foreach (var (start, file) in Starts)
        {
            if (head.StartsWith(start))
            {
                return file;
            }
        }

        return OfText(head) ?? OfPlaces(head);
    }

    /// <summary>The kind of a text that is no table; null where it may be one.</summary>
    public static KnownFile? OfText(ReadOnlySpan<byte> head)
    {
        var trimmed = Content.WithoutMark(head).TrimStart(" \t\r\n\f"u8);
        foreach (var (start, file) in Starts)
        {
            if (start[0] is >= (byte)' ' and < 0x7F && (start.Length >= MinText || start[0] == '#') && trimmed.StartsWith(start))
            {
                return file;
            }
        }

        var text = Encoding.UTF8.GetString(trimmed);
        return text switch
        {
            ['<', ..] => OfMarkup(text),
            ['[', ..] when JsonArray().IsMatch(text) => OfJson(text),
            _ when TextPickle().IsMatch(text) => Pickle,
            _ => null,
        };
    }

    /// <summary>The kind of a JSON file that maps no labels.</summary>
    public static KnownFile OfJson(string text) => text switch
    {
        _ when text.Contains("\"nbformat\"", StringComparison.Ordinal) || text.Contains("\"cell_type\"", StringComparison.Ordinal) =>
            new("a Jupyter notebook", NoData),
        _ when text.Contains("\"annotations\"", StringComparison.Ordinal) && text.Contains("\"images\"", StringComparison.Ordinal) =>
            new("a JSON file of annotations in the format of COCO, without the pictures", Annotations),
        _ when LabelStudio().IsMatch(text) => new("a JSON export of Label Studio, without the pictures", Annotations),
        _ when text.Contains("\"drawing\"", StringComparison.Ordinal) => new("a JSON file of drawn strokes, as Quick, Draw! has them", Convert),
        _ when ServerError().IsMatch(text.TrimStart('\uFEFF')) => new("a JSON error message of a server", Again, true),
        _ => new(OtherJson, "A label map is an object of strings such as {\"0\": \"zero\"}; samples are read as CSV, NPZ, IDX or pictures."),
    };

    /// <summary>Whether a JSON text is what a server answers when something is wrong.</summary>
    public static bool IsServerError(ReadOnlySpan<byte> json) => json.Length < DataFile.HeadSize && ServerError().IsMatch(Encoding.UTF8.GetString(Content.WithoutMark(json)));

    /// <summary>The kind of document or model that a ZIP archive is, as the names in it tell; null where it is an archive of files.</summary>
    public static KnownFile? OfArchive(IReadOnlyCollection<string> names)
    {
        bool Has(string name) => names.Contains(name);
        bool HasIn(string folder) => names.Any(name => name.StartsWith(folder, StringComparison.Ordinal));
        bool Ends(string end) => names.Any(name => name == end || name.EndsWith('/' + end));

        return Has("[Content_Types].xml") ? HasIn("xl/") ? new("an Excel workbook", OpenInExcel)
                : HasIn("word/") ? new("a Word document", Table)
                : HasIn("ppt/") ? new("a PowerPoint presentation", NoData)
                : new("an Office document", Table)
            : Has("mimetype") && Has("content.xml") ? new("an OpenDocument file of LibreOffice", OpenInExcel)
            : Has("mimetype") && HasIn("META-INF/") ? new("an e-book", NoData)
            : Ends("data.pkl") && (Ends("version") || Ends("byteorder") || Ends("data/0")) ? new("a PyTorch file (.pt or .pth)", Torch)
            : Has("model.weights.h5") && Has("config.json") ? new("a Keras model", NoData)
            : names.Any(name => name.EndsWith(".iwa", StringComparison.Ordinal)) ? new("a document of Apple Numbers or Pages", OpenInExcel)
            : null;
    }

    private const string Annotations =
        "Send the pictures themselves, in folders named by their labels, inside of a ZIP archive.";

    private static KnownFile? OfMarkup(string text)
    {
        var body = WithoutProlog(text);
        return Html().IsMatch(body) ? new("an HTML page, such as a login or error page in place of a download", Again, true)
            : body.StartsWith("<svg", StringComparison.OrdinalIgnoreCase) ? new("a file in the format SVG", Picture)
            : body.Length < text.Length || IsElement(body) ? new("an XML document, such as an error message in place of a download", Again, true)
            : null;
    }

    // Declarations and comments, of which a document may have any number before its first element.
    private static string WithoutProlog(string text)
    {
        while (true)
        {
            var end = text.StartsWith("<!--", StringComparison.Ordinal) ? "-->"
                : text.StartsWith("<?", StringComparison.Ordinal) ? "?>"
                : text.StartsWith("<!", StringComparison.Ordinal) && !text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) ? ">"
                : null;
            var at = end is null ? -1 : text.IndexOf(end, StringComparison.Ordinal);
            if (at < 0)
            {
                return text;
            }

            text = text[(at + end!.Length)..].TrimStart();
        }
    }

    private static bool IsElement(string text) =>
        text.Length > 1 && (char.IsAsciiLetter(text[1]) || text[1] is '?' or '!')
        && (text[1] is '?' or '!' || text.Contains("</", StringComparison.Ordinal) || text.Contains("/>", StringComparison.Ordinal));

    // Formats that are told by bytes further inside, or by sums.
    private static KnownFile? OfPlaces(ReadOnlySpan<byte> head) => head switch
    {
        [0x80, >= 2 and <= 5, ..] => Pickle,
        _ when PictureFormats.NameUnread(head) is { } name => new($"a file in the format {name}", Picture),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => new("a sound file or film", NoData),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => new("a film", NoData),
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => new("text in UTF-16", "Save it as UTF-8."),
        _ when IsTensorRecords(head) => new("a TFRecord file of TensorFlow", Convert),
        _ when head.Length > 20 && head[16..20] is [0xDE, 0xC0, 0xEF, 0xBE] => new("an LMDB database", Convert),
        _ when head.Length > 132 && head[128..].StartsWith("DICM"u8) => new("a DICOM picture", Picture),
        _ when head.Length > 262 && head[257..].StartsWith("ustar"u8) => new("a tar archive that is damaged", Again),
        _ when head.Length > 9 && head[4..].StartsWith("TFL3"u8) => new("a TensorFlow Lite model", NoData),
        _ when head.Length > 9 && head[8..].StartsWith("{\""u8) && head[7] == 0 => new("a file of model weights (safetensors)", NoData),
        _ => null,
    };

    // Every record begins with its length and a checksum of that.
    private static bool IsTensorRecords(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16)
        {
            return false;
        }

        var length = BitConverter.ToUInt64(head);
        var sum = ~BitOperations.Crc32C(uint.MaxValue, length);
        return length is > 0 and < 1UL << 40 && BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) == BitOperations.RotateRight(sum, 15) + 0xA282EAD8;
    }

    [GeneratedRegex(@"\A<(!doctype\s+html|html|head|body|title|meta|script|style|div|center|h1|p|table)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Html();

    [GeneratedRegex(@"\A\[\s*([\[{""\]]|-?[0-9.]+\s*[,\]])")]
    private static partial Regex JsonArray();

    [GeneratedRegex(@"\A(\(?[dl]p[0-9]+\r?\n|c(numpy|copy_reg|copyreg|__builtin__|builtins)[\w.]*\n)")]
    private static partial Regex TextPickle();

    [GeneratedRegex("\"(choice|choices|annotation_id|lead_time|completions|from_name|rectanglelabels)\"")]
    private static partial Regex LabelStudio();

    [GeneratedRegex(@"\A\s*\{\s*""((message|error|errors|detail|msg|fault|statusCode|documentation_url)""\s*:|(status|code|type|title|timestamp|success)""\s*:(?=.*""(message|error|errors|detail|msg|reason)""))", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex ServerError();
}
