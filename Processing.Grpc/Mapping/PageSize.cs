using Digits.Datasets;

namespace Digits.Processing.Mapping;

/// <summary>The page sizes that lists take.</summary>
internal static class PageSize
{
    /// <summary>What a caller gets who says none.</summary>
    public const int Default = 100;

    /// <summary>The most that most lists give at once.</summary>
    public const int Max = 1000;

    /// <summary>The page size that was asked for.</summary>
    public static int Check(int size, int limit = Max) => size switch
    {
        0 => Default,
        > 0 when size <= limit => size,
        _ => throw Errors.PageSizeOutOfRange(size, limit),
    };
}
