namespace Digits.Browser.Tests;

/// <summary>All browser tests share one running application and take turns.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
