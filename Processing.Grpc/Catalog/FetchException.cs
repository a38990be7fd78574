namespace Digits.Processing.Catalog;

/// <summary>A file could not be fetched from one address.</summary>
/// <param name="cause">Why, as the rest of a sentence that the address begins.</param>
/// <param name="mayRetry">Whether the same address may do better next time.</param>
internal sealed class FetchException(string cause, bool mayRetry) : Exception(cause)
{
    public bool MayRetry { get; } = mayRetry;
}
