namespace Digits.Processing.Formats.Arrays;

/// <summary>What the elements of an array are.</summary>
internal enum ElementKind
{
    /// <summary>Whole numbers from 0 on.</summary>
    Unsigned,

    /// <summary>Whole numbers.</summary>
    Signed,

    /// <summary>Floating-point numbers.</summary>
    Float,

    /// <summary>Text, four bytes a character.</summary>
    Unicode,

    /// <summary>Text, a byte a character.</summary>
    Bytes,
}
