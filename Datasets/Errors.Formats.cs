using Digits.Datasets.Formats;
using Digits.Datasets.Formats.Arrays;
using static Digits.Datasets.RefusalException;

namespace Digits.Datasets;

/// <summary>What is wrong with uploaded files as a whole.</summary>
internal static partial class Errors
{
    public static RefusalException LabelMapInvalid(string message) =>
        InvalidInput("LABEL_MAP_INVALID", message, ("label_map", "cannot be used"));

    public static RefusalException LabelPackUnknown(string name, IEnumerable<string> known) => InvalidInput(
        "LABEL_PACK_UNKNOWN",
        $"There is no label pack {Quote(name)}; these are known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.",
        ("label_pack", "not one of the choices"));

    public static RefusalException FileEmpty(string file) => Refuse("FILE_EMPTY", $"{file} is empty.");

    public static RefusalException FileUnknown(string file, KnownFile? kind) => Refuse(
        "FILE_UNKNOWN",
        kind is null
            ? $"{file} is of no kind that can be read; IDX, CSV, NPY and NPZ, and ZIP, tar and 7z archives of them or of pictures in folders "
                + "named by their labels, can be imported."
            : $"{file} is {kind.What}. {kind.Advice}");

    public static RefusalException PictureWithoutLabel(string file) => Refuse(
        "PICTURE_WITHOUT_LABEL",
        $"{file} is a picture without a label; put pictures into folders named by their labels, and the folders into a ZIP archive.");

    public static RefusalException NoSamples() => Refuse("NO_SAMPLES", "The upload holds no samples, only a label map.");

    public static RefusalException FormatsMixed(IReadOnlyList<string> formats) => Refuse(
        "FORMATS_MIXED", $"The upload mixes the formats {string.Join(" and ", formats)}; import them one after the other.");

    public static RefusalException SeveralDatasets(IReadOnlyList<string> names) => InvalidInput(
        "SEVERAL_DATASETS",
        $"The upload holds several data sets: {Names(names)}. Set \"subset\" to the name of the one that is wanted, or upload only its files.",
        ("subset", "must name one of several data sets"));

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(20).Select(name => Shorten(name, MaxQuoted))) + (names.Count > 20 ? $" and {names.Count - 20} more" : "");

    public static RefusalException SubsetUnknown(string subset, IReadOnlyList<string> names) => InvalidInput(
        "SUBSET_UNKNOWN",
        $"The upload holds no data set called {Quote(subset)}; it holds {Names(names)}. Set \"subset\" to one of these names, or leave it out.",
        ("subset", "names none of the data sets"));

    public static RefusalException LabelListUnclear(string file, IReadOnlyList<string> columns) => InvalidInput(
        "LABEL_LIST_UNCLEAR",
        $"{file} lists pictures, but it is unclear where their labels are; say it with label_field"
            + (columns.Count == 0 ? "." : $": {string.Join(", ", columns.Take(20).Select(Quote))}."),
        ("label_field", "cannot be found out from the files"));

    public static RefusalException LabelListUnreadable(string file) => Refuse(
        "LABEL_LIST_UNREADABLE",
        $"{file} lists pictures, but gives them no labels that can be read: choices of Label Studio, categories of COCO, a field \"label\" or \"text\", "
            + "or an object of names and labels. Boxes are no labels of whole pictures.");

    public static RefusalException LabelListTooLarge(string file, long limit) =>
        Refuse("LABEL_LIST_TOO_LARGE", $"The list {file} has more than {limit} bytes.");

    public static RefusalException LabelListTooLong(string file, int limit) =>
        Refuse("LABEL_LIST_TOO_LARGE", $"The list {file} names more than {limit} pictures.");

    public static RefusalException CountMismatch(string pictures, long pictureCount, string labels, long labelCount) => Refuse(
        "COUNT_MISMATCH", $"{pictures} holds {pictureCount} pictures, but {labels} holds {labelCount} labels.");

    public static RefusalException CompressionDamaged(string file, string fault) => Refuse("COMPRESSION_DAMAGED", $"{file} is damaged: {fault}.");

    public static RefusalException UnpackedTooLarge(string file, long limit) =>
        Refuse("UNPACKED_TOO_LARGE", $"{file} brings what the upload unpacks to above {limit} bytes.");

    public static RefusalException UnpackRatioTooHigh(string file, int limit) =>
        Refuse("UNPACK_RATIO_TOO_HIGH", $"{file} brings what the upload unpacks to above {limit} times its size; honest files do not.");

    public static RefusalException UnpackMemoryTooLarge(string file, long megabytes, long limit) => Refuse(
        "UNPACK_MEMORY_TOO_LARGE",
        $"{file} asks for {megabytes} MB of memory to unpack it; at most {limit} MB are given. Pack it again with a smaller dictionary, or as ZIP.");

    public static RefusalException ArchiveDamaged(string file, string fault) => Refuse("ARCHIVE_DAMAGED", $"The archive {file} is damaged: {fault}.");

    public static RefusalException ArchiveEncrypted(string file) =>
        Refuse("ARCHIVE_ENCRYPTED", $"The archive {file} is encrypted; pack it without a password.");

    public static RefusalException ArchiveTooManyEntries(string file, long count, int limit) =>
        Refuse("ARCHIVE_TOO_MANY_ENTRIES", $"The archive {file} has {count} entries; at most {limit} are read.");

    public static RefusalException ArchiveTooManyFolders(string file, long limit) => Refuse(
        "ARCHIVE_TOO_MANY_FOLDERS", $"The names of the folders in the archive {file} have more than {limit} characters together.");

    public static RefusalException ArchiveNested(string file) =>
        Refuse("ARCHIVE_NESTED", $"{file} is an archive inside of gzip; send the archive itself.");

    public static RefusalException ArchiveWithoutSamples(string file, FileFault? first) => Refuse(
        "ARCHIVE_WITHOUT_SAMPLES",
        $"The archive {file} holds no pictures, arrays or tables that can be read"
            + (first is null ? "." : $"; {first.File}: {first.Cause}"));

    public static RefusalException EntryUnreadable(string file, string cause) => Refuse("ENTRY_UNREADABLE", $"{file} cannot be read: {cause}");

    public static RefusalException ArrayBadHeader(string format, string file, string fault) => Refuse(
        format == "idx" ? "IDX_BAD_MAGIC" : "NPY_BAD_HEADER", $"{file} is no {Kind(format)} that can be read: {fault}.");

    public static RefusalException ArrayBadDimensions(string format, string file, string fault) =>
        Refuse(Reason(format, "BAD_DIMENSIONS"), $"{file} cannot be read: {fault}.");

    public static RefusalException ArrayTruncated(string format, string file, string fault) =>
        Refuse(Reason(format, "TRUNCATED"), $"{file} is truncated: {fault}.");

    public static RefusalException ArrayTrailingBytes(string format, string file, long end) =>
        Refuse(Reason(format, "TRAILING_BYTES"), $"{file} is too long: it goes on after the {end} bytes that its header claims.");

    public static RefusalException ArrayEmpty(string format, string file, string shape) =>
        Refuse(Reason(format, "EMPTY"), $"{file} holds nothing: its shape is {shape}.");

    public static RefusalException ArrayElementType(ArrayHeader header, string file) => Refuse(
        Reason(header.Format, "ELEMENT_TYPE"),
        $"{file} has pictures of {Name(header.Type)}; numbers can be read.");

    public static RefusalException MatDamaged(string file, string fault) => Refuse("MAT_DAMAGED", $"The MATLAB file {file} cannot be read: {fault}.");

    public static RefusalException NpyObjectType(string file) =>
        Refuse("NPY_OBJECT_TYPE", $"{file} holds Python objects (dtype object), which could run programs and are never read; save numbers or text.");

    public static RefusalException NpyElementType(string file, string type) => Refuse(
        "NPY_ELEMENT_TYPE", $"{file} holds elements of the type {type}; integers, floats, booleans and text can be read.");

    public static RefusalException AxesUnclear(string file, string shape) => InvalidInput(
        "AXES_UNCLEAR",
        $"The shape {shape} of {file} does not tell which of its axes counts the pictures; say it with axes: NHW where it is the first, HWN where it is the last.",
        ("axes", "cannot be found out from the files"));

    public static RefusalException NpyFortranOrder(string file) => Refuse(
        "NPY_FORTRAN_ORDER", $"{file} is stored in Fortran order, column by column; save numpy.ascontiguousarray(...) of it.");

    public static RefusalException CsvEmpty(string file) => Refuse("CSV_EMPTY", $"The table {file} has no rows.");

    public static RefusalException SettingInvalid(string setting, string fault) =>
        InvalidInput("SETTING_INVALID", $"The setting {setting} cannot be used: {fault}.", (setting, fault));

    public static RefusalException ValueRangeUnknown(string name) => InvalidInput(
        "VALUE_RANGE_UNKNOWN",
        $"{Quote(name)} is no value range; name one of {string.Join(", ", ValueRange.Names)}, or two numbers such as \"0..4095\".",
        ("value_range", "not one of the ranges"));

    public static RefusalException ValueRangeUnclear(string file, string values) => InvalidInput(
        "VALUE_RANGE_UNCLEAR",
        $"The pixel values of {file} are {values}, which is no range of grey levels that is known; say with value_range what they range over: "
            + $"one of {string.Join(", ", ValueRange.Names)}, or two numbers such as \"0..4095\".",
        ("value_range", "cannot be found out from the files"));

    public static RefusalException CsvSeparator(string file, string? found) => Refuse(
        "CSV_SEPARATOR",
        $"{file} is no table that can be read: its values are separated by neither commas nor semicolons nor tabs"
            + (found is null ? "." : $", but perhaps by {found}."));

    public static RefusalException CsvLabelMissing(string file, int columns, int pixels, string? index) => Refuse(
        "CSV_LABEL_MISSING",
        index is null ? $"The table {file} has {columns} columns, which is a square picture without a label."
            : $"The table {file} has {pixels} columns of pixels and no label: its {index} only numbers or names the samples. "
                + "Upload the table that has the labels, or name the column of the labels with label_field.");

    public static RefusalException CsvOnlyLabels(string file) => Refuse(
        "CSV_ONLY_LABELS", $"The table {file} holds labels and no pictures; upload it together with the table of the pictures.");

    public static RefusalException CsvListsFiles(string file, string column) => Refuse(
        "CSV_LISTS_FILES",
        $"The table {file} lists files in its {column} and holds no pixels; "
            + "send it together with a ZIP archive of the pictures.");

    public static RefusalException CsvOfText(string file) => Refuse(
        "CSV_OF_TEXT", $"The table {file} holds text and no pixels; a label and the grey levels of a picture are wanted in each row.");

    public static RefusalException CsvTextInPixels(string file, string column) => Refuse(
        "CSV_OF_TEXT", $"The table {file} holds text in its {column}, where pixels would be; a label and grey levels are wanted in each row.");

    public static RefusalException CsvPicturesTooSmall(string file, int pixels, long side) => Refuse(
        "CSV_PICTURES_TOO_SMALL",
        $"The table {file} has {pixels} numbers beside the label, which would be pictures of {side}x{side} pixels; "
            + "these are measurements rather than pictures. Pictures of 6x6 pixels and more are read.");

    public static RefusalException CsvLabelsUnique(string file, string column, int distinct, int rows) => Refuse(
        "CSV_LABELS_UNIQUE",
        $"The {column} of the table {file} would be the label, but has {distinct} different values in {rows} rows: these are no labels. "
            + "Say with label_column or label_field where the labels are.");

    public static RefusalException CsvLabelsFractions(string file, string column) => Refuse(
        "CSV_LABELS_FRACTIONS",
        $"The {column} of the table {file} would be the label, but holds numbers with fractions: it is a measurement. "
            + "Say with label_column or label_field where the labels are.");

    public static RefusalException LabelFieldUnknown(string file, string name, IReadOnlyList<string> columns) => InvalidInput(
        "LABEL_FIELD_UNKNOWN",
        columns.Count == 0 ? $"The table {file} has no names of columns, so that label_field cannot name {Quote(name)}; say label_column."
            : $"The table {file} has no column {Quote(name)}, which label_field names; its columns are {string.Join(", ", columns.Select(Quote))}.",
        ("label_field", "not the name of a column"));

    public static RefusalException ArffSparse(string file) => Refuse(
        "ARFF_SPARSE", $"{file} is an ARFF file with sparse rows such as {{3 255, 7 128}}, which are not read; save it with dense rows or as CSV.");

    public static RefusalException SettingNotApplicable(string name, string purpose) => InvalidInput(
        "SETTING_NOT_APPLICABLE",
        $"{name} says {purpose}; nothing in this upload has a use for it. Leave it out.",
        (name, "does not apply to these files"));

    public static RefusalException CsvColumns(string file, int columns) => Refuse(
        "CSV_COLUMNS",
        $"The table {file} has {columns} columns; a label and a square number of pixels are wanted, such as 1 + 28x28 = 785, "
            + "or a header that ends with the picture's size, such as \"28x20\".");

    public static RefusalException CsvPictureTooLarge(string file, long height, long width, int limit) => Refuse(
        "CSV_COLUMNS", $"The table {file} has pictures of {height}x{width} pixels; up to {limit}x{limit} can be read.");

    public static RefusalException CsvRowTooLong(string file, long row, int limit) => Refuse(
        "CSV_ROW_TOO_LONG", $"Row {row} of the table {file} is longer than {limit} bytes.");

    public static RefusalException CsvRowTooWide(string file, long row, int limit) => Refuse(
        "CSV_ROW_TOO_LONG", $"Row {row} of the table {file} has more than {limit} values.");

    private static RefusalException Refuse(string reason, string message) => InvalidInput(reason, message, ("files", "cannot be imported"));

    private static string Reason(string format, string fault) => $"{(format is "idx" or "mat" ? format.ToUpperInvariant() : "NPY")}_{fault}";

    private static string Kind(string format) => format == "idx" ? "IDX file" : "NPY file";

    private static string Name(ElementType type) => type.Kind switch
    {
        ElementKind.Unsigned => $"{8 * type.Size}-bit unsigned integers",
        ElementKind.Signed => $"{8 * type.Size}-bit signed integers",
        ElementKind.Float => $"{8 * type.Size}-bit floats",
        _ => "text",
    };
}
