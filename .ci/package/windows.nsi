; The installer for Windows: for the user alone, without administrator's rights. makensis gets VERSION, SOURCE (the folder
; of factmark.exe) and OUTPUT.
Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
Name "Factmark"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Factmark"
InstallDirRegKey HKCU "Software\Factmark" "InstallDir"
Icon "${SOURCE}\factmark.ico"
UninstallIcon "${SOURCE}\factmark.ico"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Factmark"
VIAddVersionKey "FileDescription" "Factmark, the installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" ""

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Factmark"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro tellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

Section
  SetOutPath "$INSTDIR"
  File "${SOURCE}\factmark.exe"
  File "${SOURCE}\factmark.com"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Factmark.lnk" "$INSTDIR\factmark.exe"

  ; A double click on a workspace opens it.
  WriteRegStr HKCU "Software\Classes\.factmark" "" "Factmark.Workspace"
  WriteRegStr HKCU "Software\Classes\.factmark" "Content Type" "application/x-factmark"
  WriteRegStr HKCU "Software\Classes\Factmark.Workspace" "" "Factmark workspace"
  WriteRegStr HKCU "Software\Classes\Factmark.Workspace\DefaultIcon" "" "$INSTDIR\factmark.exe,1"
  WriteRegStr HKCU "Software\Classes\Factmark.Workspace\shell\open\command" "" '"$INSTDIR\factmark.exe" "%1"'

  WriteRegStr HKCU "Software\Factmark" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Factmark"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\factmark.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  !insertmacro tellExplorer
SectionEnd

; Workspaces, backups and settings stay.
Section "Uninstall"
  Delete "$INSTDIR\factmark.exe"
  Delete "$INSTDIR\factmark.com"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Factmark.lnk"
  DeleteRegKey HKCU "Software\Classes\Factmark.Workspace"
  ReadRegStr $0 HKCU "Software\Classes\.factmark" ""
  StrCmp $0 "Factmark.Workspace" 0 +2
    DeleteRegKey HKCU "Software\Classes\.factmark"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Factmark"
  !insertmacro tellExplorer
SectionEnd
