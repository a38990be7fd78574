namespace Digits.Learning.Data;

/// <summary>What is wrong with an IDX file.</summary>
public enum IdxFault
{
    /// <summary>The file does not begin as an IDX file of bytes with one or three dimensions.</summary>
    BadMagic,

    /// <summary>The header claims sizes that no file of images or labels has.</summary>
    BadDimensions,

    /// <summary>The file ends before its last item.</summary>
    Truncated,

    /// <summary>The file goes on after its last item.</summary>
    TrailingBytes,

    /// <summary>The file is gzip on the outside and cannot be unpacked.</summary>
    BadCompression,

    /// <summary>The file holds no items.</summary>
    Empty,

    /// <summary>An image file and a label file that belong together hold different numbers of items.</summary>
    CountMismatch,

    /// <summary>A file holds labels where images are wanted, or images where labels are wanted.</summary>
    WrongKind,
}
