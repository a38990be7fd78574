namespace Digits.Learning.Data;

/// <summary>What an IDX file holds.</summary>
public enum IdxKind
{
    /// <summary>Grey images, one byte a pixel, row by row (magic number 0x00000803).</summary>
    Images,

    /// <summary>Class values, one byte each (magic number 0x00000801).</summary>
    Labels,
}
