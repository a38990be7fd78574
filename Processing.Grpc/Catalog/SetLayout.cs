namespace Digits.Processing.Catalog;

/// <summary>How the files of a public set hold it.</summary>
internal enum SetLayout
{
    /// <summary>In a format that any import reads.</summary>
    Plain,

    /// <summary>A ZIP file of several EMNIST sets, each of them gzip IDX files stored column by column.</summary>
    EmnistArchive,

    /// <summary>LIBSVM's text lines in bzip2: class, then 256 pixels from -1 to 1.</summary>
    LibSvm,
}
