namespace Digits.Learning.Persistence.Exchange;

/// <summary>What the files of other software's formats say beyond their tensors.</summary>
internal static class MetadataKeys
{
    /// <summary>The model header as in a model file, JSON; without it a file is not one of ours.</summary>
    public const string Header = "digits.header";

    /// <summary>The hash of the parameters.</summary>
    public const string Sha256 = "digits.sha256";

    /// <summary>The labels in class order, a JSON list.</summary>
    public const string Labels = "labels";

    /// <summary>The name of the normalisation that images need first.</summary>
    public const string Preprocessing = "preprocessing";
}
