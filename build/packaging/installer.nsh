; What the Windows installer does beside copying files: it says which program opens limpet: links. SHCTX is the registry of
; the one person, or of the machine when Limpet was installed for everybody. A link comes after `--`, where nothing in it
; can be taken for an option of the program.

!macro customInstall
  WriteRegStr SHCTX "Software\Classes\limpet" "" "URL:Limpet"
  WriteRegStr SHCTX "Software\Classes\limpet" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\limpet\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHCTX "Software\Classes\limpet\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "--" "%1"'
!macroend

; An update uninstalls the old version first; the links are written anew right after, so they may go in every case.
!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\limpet"
!macroend
