namespace Digits.Processing.Formats;

/// <summary>What a file holds, as its first bytes tell.</summary>
internal enum ContentKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>A ZIP archive; NPZ is one too.</summary>
    Zip,

    /// <summary>An IDX array.</summary>
    Idx,

    /// <summary>An array as NumPy saves it.</summary>
    Npy,

    /// <summary>A picture that can be read.</summary>
    Picture,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>Text; a table if it is anything.</summary>
    Text,
}
