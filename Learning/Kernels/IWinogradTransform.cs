namespace Digits.Learning.Kernels;

/// <summary>A one-dimensional transform, in place: the first registers come in, the first ones go out.</summary>
internal interface IWinogradTransform<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Registers that come in: 3, 4 or 6.</summary>
    static abstract int Inputs { get; }

    /// <summary>Registers that go out: 3, 4 or 6.</summary>
    static abstract int Outputs { get; }

    static abstract void Apply(ref SixRegisters<TLanes> values);
}
