namespace Digits.Datasets.Tests;

/// <summary>What a refusal says.</summary>
internal sealed record Refusal(RefusalKind Kind, string Reason, string Message)
{
    public static Refusal Of(Action action)
    {
        var refused = Assert.Throws<RefusalException>(action);
        return new Refusal(refused.Kind, refused.Reason, refused.Message);
    }
}
