namespace Digits.Learning.Kernels;

/// <summary>A row of a tile: one or two registers side by side.</summary>
internal interface ITileRow<TLanes, TSelf>
    where TLanes : struct, ILanes<TLanes>
    where TSelf : struct, ITileRow<TLanes, TSelf>
{
    static abstract TSelf Load(ref float source);

    /// <summary>Adds a · b.</summary>
    void Add(float a, in TSelf b);

    void Store(ref float destination);
}
