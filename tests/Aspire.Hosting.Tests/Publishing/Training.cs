namespace Digits.Hosting.Tests.Publishing;

public sealed class Training : SiblingProject;
