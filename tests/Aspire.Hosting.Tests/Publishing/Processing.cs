namespace Digits.Hosting.Tests.Publishing;

public sealed class Processing : SiblingProject;
